import RouteIcon from '@mui/icons-material/Route';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { CorrectionCard } from '@/features/sightings/CorrectionCard';
import { Evidence } from '@/features/sightings/Evidence';
import { HistoryList } from '@/features/sightings/HistoryList';
import { OtherSightings } from '@/features/sightings/OtherSightings';
import { ReasonNote } from '@/features/sightings/ReasonNote';
import { SightingFacts } from '@/features/sightings/SightingFacts';
import { sightingQuery } from '@/features/sightings/queries';
import { useLive } from '@/features/sightings/useLive';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { CityMap } from '@/ui/map/CityMap';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { ErrorState } from '@/ui/problem';

const column = { display: { xs: 'contents', md: 'flex' }, gap: 2 } as const;
const first = { order: { xs: -1, md: 0 } } as const; // on a phone what was seen and its picture, then what can be done

function SightingDetail({ id }: { id: string }) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zones } = useZones();
  const mayCorrect = useMay('sightings.correct');
  const { data, error, refetch } = useQuery(sightingQuery(id));
  if (error && !data) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={360} />;
  const { sighting, version } = data;
  const { plate, region, confidence, place } = sighting;
  const points = place ? [{ id, lat: place.lat, lon: place.lon, label: plate, accuracyM: place.accuracy_m }] : [];
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1.1fr) minmax(0, 1fr)' },
      }}
    >
      <Stack sx={column}>
        <Card sx={{ p: 2, ...first }}>
          <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap', mb: 1.5 }}>
            <Plate plate={plate} region={region} size="large" />
            <Typography color="textSecondary">{t('sure', { percent: format.percent(confidence) })}</Typography>
            <Box sx={{ flex: 1 }} />
            <Button startIcon={<RouteIcon />} component={Link} to={paths.track(plate)}>
              {t('track.title')}
            </Button>
          </Stack>
          <SightingFacts sighting={sighting} />
        </Card>
        {mayCorrect && <CorrectionCard key={version} sighting={sighting} version={version} />}
        <HistoryList id={id} />
        <OtherSightings sighting={sighting} />
      </Stack>
      <Stack sx={column}>
        <Box sx={first}>
          <Evidence sighting={sighting} />
        </Box>
        {place && (
          <CityMap
            label={t('map')}
            zones={zones}
            points={points}
            selected={id}
            fit={`${place.lat},${place.lon}`}
            listed
            sx={{ height: 340 }}
          />
        )}
      </Stack>
    </Box>
  );
}

export default function SightingPage() {
  const { t } = useTranslation('sightings');
  const { sighting: id = '' } = useParams();
  useLive(({ data }) => JSON.stringify(data).includes(id));
  return (
    <Page title={t('one')} actions={<ReasonNote />}>
      <SightingDetail key={id} id={id} />
    </Page>
  );
}
