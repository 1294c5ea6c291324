// Why a plate that is written otherwise was found.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';

type Match = Schemas['PlateMatch'];

const STYLE = { color: 'var(--mui-palette-warning-main)', fontSize: '0.78rem', display: 'block', lineHeight: 1.3 };

function Differences({ match }: { match: Match }) {
  const { t } = useTranslation('sightings');
  const differences = match.differences.map(({ asked, found }) => `${asked} → ${found}`).join(', ');
  return (
    <span style={STYLE}>
      {t(`match.${match.kind}`)}
      {differences && `: ${differences}`}
    </span>
  );
}

export function MatchReason({ match }: { match: Match | null | undefined }) {
  return match && match.kind !== 'exact' ? <Differences match={match} /> : null;
}
