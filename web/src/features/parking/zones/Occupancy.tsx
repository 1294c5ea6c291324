import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { tabular } from '@/ui/theme';

type OccupancyOfZone = Pick<Schemas['Occupancy'], 'inside' | 'capacity' | 'free'>;

const NEARLY_FULL = 0.9;

export function Occupancy({ occupancy }: { occupancy: OccupancyOfZone | undefined }) {
  const { t } = useTranslation('parking');
  const format = useFormat();
  if (!occupancy) return null;
  const { inside, capacity } = occupancy;
  if (!capacity) return <Box sx={tabular}>{t('occupancy.inside', { count: inside })}</Box>;
  const share = Math.min(1, inside / capacity);
  const text = t('occupancy.of', { inside: format.number(inside), capacity: format.number(capacity) });
  return (
    <Box sx={{ minWidth: 90 }}>
      <Box sx={{ ...tabular, fontSize: '0.9rem' }}>{text}</Box>
      <LinearProgress
        variant="determinate"
        value={share * 100}
        color={share >= 1 ? 'error' : share >= NEARLY_FULL ? 'warning' : 'primary'}
        aria-label={text}
        sx={{ height: 6, borderRadius: 3 }}
      />
    </Box>
  );
}
