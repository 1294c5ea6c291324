// When, where and by whom, each with what it was taken from.
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import { Facts } from '@/features/sightings/Facts';
import type { Sighting } from '@/features/sightings/queries';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { When } from '@/ui/When';
import { textOf } from '@/ui/map/coordinates';

export function SightingFacts({ sighting }: { sighting: Sighting }) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const { zoneOf, timeZoneOf } = useZones();
  const zone = timeZoneOf(sighting);
  const { plate, plate_as_read, seen_at, seen_until, times_seen, time_flags, place, device, recorded_at, region } =
    sighting;
  const flags = time_flags.map((flag) => (
    <Chip key={flag} size="small" color="warning" variant="outlined" label={t(`time_flag.${flag}`)} sx={{ ml: 1 }} />
  ));
  const where = place && (
    <>
      {textOf(place)}
      {place.accuracy_m != null && ` ± ${format.metres(place.accuracy_m)}`} · {t(`place_source.${place.source}`)}
    </>
  );
  const named = zoneOf(sighting);
  return (
    <Facts
      facts={[
        [t('fact.seen_at'), <><When at={seen_at} zone={zone} form="exact" />{flags}</>], // prettier-ignore
        [
          t('fact.until'),
          times_seen > 1 && (
            <>
              <When at={seen_until} zone={zone} form="exact" /> · {t('times', { count: times_seen })}
            </>
          ),
        ],
        [t('fact.place'), where ?? t('no_place')],
        [t('fact.zone'), named && `${named.name} (${t(sighting.zone ? 'zone_named' : 'zone_by_place')})`],
        [t('fact.device'), device],
        [t('fact.region'), region && format.country(region)],
        [t('fact.as_read'), plate_as_read !== plate && plate_as_read],
        [t('fact.recorded_at'), <When key="recorded" at={recorded_at} zone={zone} form="exact" />],
      ]}
    />
  );
}
