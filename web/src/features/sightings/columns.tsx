import FlagIcon from '@mui/icons-material/FlagOutlined';
import EditNoteIcon from '@mui/icons-material/EditNote';
import type { TFunction } from 'i18next';
import { MatchReason } from '@/features/sightings/MatchReason';
import type { Sighting } from '@/features/sightings/queries';
import type { Format } from '@/i18n/format';
import type { Column } from '@/ui/DataTable';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';

const TOGETHER = { display: 'flex', alignItems: 'center', gap: 6 };
const IN_A_LINE = { whiteSpace: 'nowrap' } as const;
const DOUBTFUL = { color: 'var(--mui-palette-warning-main)', fontWeight: 650 };

export const columnsOf = (
  t: TFunction<'sightings'>,
  format: Format,
  timeZoneOf: (sighting: Sighting) => string | null,
  whereOf: (sighting: Sighting) => string,
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
    cell: (sighting) => <When at={sighting.seen_at} zone={timeZoneOf(sighting)} form="short" />,
  },
  {
    key: 'where',
    label: t('column.where'),
    width: 'minmax(0, 1.3fr)',
    onPhone: false,
    cell: (sighting) => {
      const where = whereOf(sighting);
      return (
        <span style={IN_A_LINE} title={where}>
          {where}
        </span>
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
