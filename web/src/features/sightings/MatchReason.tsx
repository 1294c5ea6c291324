// Why a plate that is written otherwise was found.
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

export function MatchReason({ match }: { match: Schemas['PlateMatch'] | null | undefined }) {
  const { t } = useTranslation('sightings');
  if (!match || match.kind === 'exact') return null;
  const differences = match.differences.map(({ asked, found }) => `${asked} → ${found}`).join(', ');
  return (
    <Box component="span" sx={{ color: 'warning.main', fontSize: '0.78rem', display: 'block', lineHeight: 1.3 }}>
      {t(`match.${match.kind}`)}
      {differences && `: ${differences}`}
    </Box>
  );
}
