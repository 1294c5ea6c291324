import AddIcon from '@mui/icons-material/Add';
import MapIcon from '@mui/icons-material/MapOutlined';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { type Zone, occupancyQuery, tariffsQuery, useLive, zonesQuery } from '@/features/parking/queries';
import { Occupancy } from '@/features/parking/zones/Occupancy';
import { currentLanguage } from '@/i18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { CityMap } from '@/ui/map/CityMap';

function useColumns(): Column<Zone>[] {
  const { t } = useTranslation('parking');
  const { data: occupancies } = useQuery(occupancyQuery);
  const { data: tariffs } = useQuery(tariffsQuery);
  const tariffOf = (zone: Zone) => tariffs?.find(({ id }) => id === zone.tariff)?.document.name[currentLanguage()];
  return [
    {
      key: 'name',
      label: t('zone'),
      cell: ({ name, active, default_zone }) => (
        <>
          {name} {!active && <Chip size="small" label={t('zones.closed')} />}{' '}
          {default_zone && <Chip size="small" variant="outlined" label={t('zones.default')} />}
        </>
      ),
    },
    {
      key: 'mode',
      label: t('zones.mode'),
      width: '110px',
      onPhone: false,
      cell: ({ mode }) => t(`mode.${mode ?? 'photo'}`),
    },
    { key: 'tariff', label: t('tariff'), onPhone: false, cell: tariffOf },
    {
      key: 'inside',
      label: t('zones.occupancy'),
      width: '150px',
      cell: ({ id }) => <Occupancy occupancy={occupancies?.find(({ zone }) => zone.id === id)} />,
    },
  ];
}

export default function ZonesPage() {
  const { t } = useTranslation('parking');
  const { data: zones, error, refetch } = useQuery(zonesQuery);
  const mayConfigure = useMay('parking.configure');
  const navigate = useNavigate();
  const columns = useColumns();
  useLive();
  const add = mayConfigure && (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to={paths.newZone()}>
      {t('zones.add')}
    </Button>
  );
  const placed = useMemo(
    () => zones?.flatMap(({ id, name, area }) => (area ? [{ id, name, area }] : [])) ?? [],
    [zones],
  );
  return (
    <Page title={t('zones.title')} actions={add}>
      {placed.length > 0 && (
        <CityMap
          label={t('zones.map')}
          zones={placed}
          onOpenZone={(id) => void navigate(paths.zone(id))}
          listed
          sx={{ height: { xs: 260, md: 380 }, mb: 2 }}
        />
      )}
      <Paper variant="outlined">
        <DataTable
          label={t('zones.title')}
          columns={columns}
          rows={zones}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.zone(id))}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState icon={MapIcon} title={t('zones.empty')} text={t('zones.empty_text')} action={add} />}
        />
      </Paper>
    </Page>
  );
}
