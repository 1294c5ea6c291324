import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { paths } from '@/app/paths';
import { columnsOf } from '@/features/sightings/columns';
import { type Sighting, vehicleQuery } from '@/features/sightings/queries';
import { useZones } from '@/ui/useZones';
import { useFormat } from '@/i18n/format';
import { DataTable } from '@/ui/DataTable';

const SHOWN = 12;

export function OtherSightings({ sighting }: { sighting: Sighting }) {
  const { t } = useTranslation('sightings');
  const format = useFormat();
  const navigate = useNavigate();
  const { zoneOf, timeZoneOf } = useZones();
  const { data, error, refetch } = useQuery(vehicleQuery(sighting.plate));
  const columns = useMemo(
    () => columnsOf(t, format, timeZoneOf, (each) => zoneOf(each)?.name),
    [t, format, zoneOf, timeZoneOf],
  );
  const others = data?.items.filter(({ id }) => id !== sighting.id);
  return (
    <Card>
      <Typography variant="h2" sx={{ p: 2, pb: 1 }}>
        {others?.length ? t('others', { count: others.length }) : t('others_label')}
      </Typography>
      <DataTable
        label={t('others_label')}
        columns={columns}
        rows={others?.slice(0, SHOWN)}
        rowKey={({ id }) => id}
        empty={
          <Typography color="textSecondary" sx={{ px: 2, pb: 2 }}>
            {t('no_others')}
          </Typography>
        }
        onOpen={({ id }) => void navigate(paths.sighting(id))}
        problem={error}
        onRetry={() => void refetch()}
      />
    </Card>
  );
}
