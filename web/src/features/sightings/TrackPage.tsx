// Where a vehicle was, in the order of time, with a slider that goes through it.
import RouteIcon from '@mui/icons-material/Route';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import MenuItem from '@mui/material/MenuItem';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { ReasonNote } from '@/features/sightings/ReasonNote';
import { TimeSlider } from '@/features/sightings/TimeSlider';
import { TrackStops } from '@/features/sightings/TrackStops';
import { type Sighting, vehicleQuery } from '@/features/sightings/queries';
import { usePlayback } from '@/features/sightings/usePlayback';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { CityMap } from '@/ui/map/CityMap';
import { lengthM, wholeWay } from '@/ui/map/track';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { ErrorState } from '@/ui/problem';

const PERIODS = { all: 0, '24h': 24, '7d': 168, '30d': 720 };
type Period = keyof typeof PERIODS;
const periodIn = (text: string | null): Period =>
  (Object.keys(PERIODS) as Period[]).find((each) => each === text) ?? 'all';

const stopOf = ({ id, seen_at, place }: Sighting) =>
  place ? [{ id, lat: place.lat, lon: place.lon, at: Date.parse(seen_at) }] : [];

function Track({ rows }: { rows: Sighting[] }) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zones, timeZoneOf } = useZones();
  const stops = useMemo(() => rows.flatMap(stopOf), [rows]);
  const playback = usePlayback(stops);
  const points = useMemo(
    () =>
      rows.flatMap((row) => {
        const { id, seen_at, place } = row;
        return place
          ? [{ id, lat: place.lat, lon: place.lon, label: format.moment(seen_at, timeZoneOf(row), 'short') }]
          : [];
      }),
    [rows, format, timeZoneOf],
  );
  const track = useMemo(() => ({ stops, at: playback.at }), [stops, playback.at]);
  const [last] = rows.slice(-1);
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 2fr) minmax(280px, 1fr)' },
      }}
    >
      <Stack sx={{ gap: 1 }}>
        <CityMap
          label={t('track.map')}
          zones={zones}
          points={points}
          track={track}
          selected={playback.stop}
          onOpenPoint={playback.goTo}
          listed
          sx={{ height: { xs: '48dvh', md: '62dvh' } }}
        />
        <TimeSlider playback={playback} stops={stops} timeZone={last ? timeZoneOf(last) : null} />
        <Typography variant="body2" color="textSecondary">
          {t('track.summary', { count: rows.length, distance: format.metres(lengthM(wholeWay(stops))) })}{' '}
          {rows.length > stops.length && t('track.without_place', { count: rows.length - stops.length })}
        </Typography>
      </Stack>
      <Card sx={{ maxHeight: { md: '74dvh' }, overflow: 'auto' }}>
        <TrackStops rows={rows} chosen={playback.stop} onChoose={playback.goTo} />
      </Card>
    </Box>
  );
}

export default function TrackPage() {
  const { t } = useTranslation('sightings');
  const { plate = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const period = periodIn(address.get('last'));
  const from = useMemo(
    () => (PERIODS[period] ? new Date(Date.now() - PERIODS[period] * 3_600_000).toISOString() : ''), // eslint-disable-line react-hooks/purity
    [period],
  );
  const { data, error, refetch } = useQuery(vehicleQuery(plate, from));
  const rows = useMemo(() => data?.items.toReversed(), [data]);
  const region = rows?.at(-1)?.region;
  return (
    <Page title={t('track.of', { plate })} width="full" actions={<ReasonNote />}>
      <Stack direction="row" sx={{ gap: 2, mb: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Plate plate={plate} region={region} size="medium" />
        <TextField
          select
          label={t('filter.period')}
          value={period}
          onChange={(event) => setAddress({ last: event.target.value }, { replace: true })}
          sx={{ width: 190 }}
        >
          {Object.keys(PERIODS).map((each) => (
            <MenuItem key={each} value={each}>
              {t(`period.${each === 'all' ? 'any' : each}`)}
            </MenuItem>
          ))}
        </TextField>
        {data?.next && (
          <Typography variant="body2" color="textSecondary">
            {t('track.only_newest', { count: data.items.length })}
          </Typography>
        )}
      </Stack>
      {error && !rows && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !rows && <Skeleton variant="rounded" height={420} />}
      {rows?.length === 0 && <EmptyState icon={RouteIcon} title={t('track.empty')} text={t('track.empty_text')} />}
      {rows && rows.length > 0 && <Track key={`${plate} ${from}`} rows={rows} />}
    </Page>
  );
}
