import Skeleton from '@mui/material/Skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newIdempotencyKey } from '@/api/client';
import { paths } from '@/app/paths';
import { addZone } from '@/features/parking/acts';
import { tariffsQuery, useRefresh } from '@/features/parking/queries';
import { type Settings, ZoneForm } from '@/features/parking/zones/ZoneForm';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';

export default function NewZonePage() {
  const { t } = useTranslation('parking');
  const { data: tariffs, error, refetch } = useQuery(tariffsQuery);
  const [key, setKey] = useState(newIdempotencyKey);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const save = async (settings: Settings) => {
    try {
      const zone = await addZone(settings, key);
      await refresh();
      void navigate(paths.zone(zone.id));
    } catch (problem) {
      setKey(newIdempotencyKey());
      throw problem;
    }
  };
  const first = tariffs?.[0];
  return (
    <Page title={t('zones.add')}>
      {error && !tariffs && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!error && !tariffs && <Skeleton variant="rounded" height={320} />}
      {tariffs && (
        <ZoneForm
          settings={{
            name: '',
            tariff: first?.id ?? '',
            time_zone: first?.document.zone ?? 'UTC',
            area: null,
            opening_hours: [],
            mode: 'photo',
            reopen_gap_s: 60,
          }}
          onSave={save}
        />
      )}
    </Page>
  );
}
