import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { Facts } from '@/ui/Facts';
import { Section } from '@/ui/Section';
import { changeZone } from '@/features/parking/acts';
import { type Zone, occupancyQuery, useLive, useRefresh, zoneQuery } from '@/features/parking/queries';
import { Occupancy } from '@/features/parking/zones/Occupancy';
import { type Settings, ZoneForm } from '@/features/parking/zones/ZoneForm';
import { settingsOf } from '@/features/parking/zones/settings';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';
import { useWeekdayNames, weekdaysText } from '@/ui/weekdays';

function ZoneFacts({ zone }: { zone: Zone }) {
  const { t } = useTranslation('parking');
  const names = useWeekdayNames();
  const hours = (zone.opening_hours ?? []).map((each) => (
    <div key={JSON.stringify(each)}>
      {weekdaysText(each.weekdays ?? [], names, t('zones.every_day'))} {each.from}–{each.to}
    </div>
  ));
  return (
    <Section title={t('zone')}>
      <Facts
        facts={[
          [t('zones.mode'), t(`mode_long.${zone.mode ?? 'photo'}`)],
          [t('zone_form.hours'), hours.length ? hours : t('zone_form.always_open')],
          [t('zone_form.capacity'), zone.capacity],
          [t('zone_form.time_zone'), zone.time_zone],
        ]}
      />
    </Section>
  );
}

// What was read when editing began is what is saved against: another's edit meanwhile is a conflict, and not undone.
function EditZone({ zone }: { zone: Zone }) {
  const [opened, setOpened] = useState(zone);
  const refresh = useRefresh();
  const save = async (settings: Settings) => {
    setOpened(await changeZone(opened, settings));
    await refresh();
  };
  return <ZoneForm zone={zone.id} settings={settingsOf(zone)} onSave={save} />;
}

export default function ZonePage() {
  const { t } = useTranslation('parking');
  const { zone: id = '' } = useParams();
  const { data: zone, error, refetch } = useQuery(zoneQuery(id));
  const { data: occupancies } = useQuery(occupancyQuery);
  const mayConfigure = useMay('parking.configure');
  useLive();
  if (!zone) {
    return (
      <Page title={t('zone')}>
        {error ? (
          <ErrorState problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton variant="rounded" height={320} />
        )}
      </Page>
    );
  }
  return (
    <Page title={zone.name} actions={<Occupancy occupancy={occupancies?.find((each) => each.zone.id === id)} />}>
      <Stack sx={{ gap: 2 }}>{mayConfigure ? <EditZone key={id} zone={zone} /> : <ZoneFacts zone={zone} />}</Stack>
    </Page>
  );
}
