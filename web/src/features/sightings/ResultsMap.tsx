// The results on the map, with the area that was drawn, and the chosen one as a card over it.
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/app/paths';
import type { Filters } from '@/features/sightings/filters';
import type { Sighting } from '@/features/sightings/queries';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { CityMap } from '@/ui/map/CityMap';
import type { MapPoint } from '@/ui/map/PointLayer';
import type { MapZone } from '@/ui/map/ZoneLayer';
import { Picture } from '@/ui/Picture';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';

interface ResultsMapProps {
  rows: Sighting[] | undefined;
  zones: MapZone[];
  filters: Filters;
  fit: string;
  chosen: string | null;
  onChoose: (id: string) => void;
}

const NONE: Sighting[] = [];

function ChosenCard({ sighting }: { sighting: Sighting }) {
  const { t } = useTranslation('sightings');
  const { timeZoneOf, zoneOf } = useZones();
  const format = useFormat();
  const { id, plate, region, confidence, crop, seen_at, device } = sighting;
  return (
    <Card sx={{ p: 1.25, maxWidth: 320 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center' }}>
        {crop && (
          <Picture
            path={`/v1/sightings/${id}/crop`}
            alt={t('crop_of', { plate })}
            sx={{ width: 96, height: 40, borderRadius: 0.5, flexShrink: 0 }}
          />
        )}
        <Stack sx={{ gap: 0.25, minWidth: 0, alignItems: 'flex-start' }}>
          <Plate plate={plate} region={region} />
          <Typography variant="body2">
            <When at={seen_at} zone={timeZoneOf(sighting)} /> · {format.percent(confidence)}
          </Typography>
          <Typography variant="body2" color="textSecondary" noWrap>
            {[zoneOf(sighting)?.name, device].filter(Boolean).join(' · ')}
          </Typography>
        </Stack>
      </Stack>
      <Stack direction="row" sx={{ gap: 1, mt: 1 }}>
        <Button size="small" variant="contained" component={Link} to={paths.sighting(id)}>
          {t('open')}
        </Button>
        <Button size="small" component={Link} to={paths.track(plate)}>
          {t('track.title')}
        </Button>
      </Stack>
    </Card>
  );
}

export function ResultsMap({ rows = NONE, zones, filters, fit, chosen, onChoose }: ResultsMapProps) {
  const { t } = useTranslation('sightings');
  const points = useMemo(
    () =>
      rows.flatMap(({ id, plate, place }): MapPoint[] =>
        place ? [{ id, lat: place.lat, lon: place.lon, label: plate, accuracyM: place.accuracy_m }] : [],
      ),
    [rows],
  );
  const shown = useMemo((): MapZone[] => {
    const area: MapZone[] = filters.area
      ? [{ id: 'area', name: t('filter.area_name'), area: filters.area, emphasis: 'strong' }]
      : [];
    const chosenZone = (zone: MapZone): MapZone => (zone.id === filters.zone ? { ...zone, emphasis: 'strong' } : zone);
    return [...zones.map(chosenZone), ...area];
  }, [zones, filters, t]);
  const sighting = rows.find(({ id }) => id === chosen);
  return (
    <CityMap
      label={t('map')}
      zones={shown}
      points={points}
      selected={chosen}
      onOpenPoint={onChoose}
      fit={`${fit} ${points.length > 0}`}
      listed
      above={sighting && <ChosenCard sighting={sighting} />}
      sx={{ flex: 1 }}
    />
  );
}
