import FlagIcon from '@mui/icons-material/FlagOutlined';
import EditNoteIcon from '@mui/icons-material/EditNote';
import type { TFunction } from 'i18next';
import { MatchReason } from '@/features/sightings/MatchReason';
import type { Sighting } from '@/features/sightings/queries';
import type { Format } from '@/i18n/format';
import { Below, type Column } from '@/ui/DataTable';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';

const TOGETHER = { display: 'flex', alignItems: 'center', gap: 6 };
const SECOND = { color: 'var(--mui-palette-text-secondary)', fontSize: '0.875rem' };
const DOUBTFUL = { color: 'var(--mui-palette-warning-main)', fontWeight: 650 };

export const columnsOf = (
  t: TFunction<'sightings'>,
  format: Format,
  timeZoneOf: (sighting: Sighting) => string | null,
  zoneNameOf: (sighting: Sighting) => string | undefined,
): Column<Sighting>[] => [
  {
    key: 'plate',
    label: t('column.plate'),
    width: 'minmax(140px, 1.2fr)',
    cell: ({ plate, region, match, corrected, time_flags }) => (
      <>
        <span style={TOGETHER}>
          <Plate plate={plate} region={region} />
          {corrected && <EditNoteIcon fontSize="small" titleAccess={t('corrected')} color="info" />}
          {time_flags.length > 0 && <FlagIcon fontSize="small" titleAccess={t('flagged')} color="warning" />}
        </span>
        <MatchReason match={match} />
      </>
    ),
  },
  {
    key: 'seen_at',
    label: t('column.seen_at'),
    width: '122px',
    cell: (sighting) => (
      <>
        <When at={sighting.seen_at} zone={timeZoneOf(sighting)} form="short" />
        <Below>{zoneNameOf(sighting) ?? sighting.device}</Below>
      </>
    ),
  },
  {
    key: 'where',
    label: t('column.where'),
    width: 'minmax(0, 1.3fr)',
    onPhone: false,
    cell: (sighting) => {
      const zone = zoneNameOf(sighting);
      if (!zone || !sighting.device) return zone ?? (sighting.device || '—');
      return (
        <>
          {zone}
          <div style={SECOND}>{sighting.device}</div>
        </>
      );
    },
  },
  {
    key: 'confidence',
    label: t('column.confidence'),
    width: '92px',
    align: 'right',
    onPhone: false,
    cell: ({ confidence }) => <span style={confidence < 0.9 ? DOUBTFUL : undefined}>{format.percent(confidence)}</span>,
  },
];
