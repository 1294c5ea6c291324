import AddIcon from '@mui/icons-material/Add';
import PriceIcon from '@mui/icons-material/SellOutlined';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { type Tariff, tariffsQuery, useZones } from '@/features/parking/queries';
import { currentLanguage } from '@/i18n';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { When } from '@/ui/When';

function useColumns(): Column<Tariff>[] {
  const { t } = useTranslation('parking');
  const { data: zones = [] } = useZones();
  const used = ({ id }: Tariff) => zones.filter(({ tariff }) => tariff === id).map(({ name }) => name);
  return [
    { key: 'name', label: t('tariff'), cell: ({ document }) => document.name[currentLanguage()] },
    { key: 'zones', label: t('tariffs.zones'), onPhone: false, cell: (tariff) => used(tariff).join(', ') || '—' },
    {
      key: 'version',
      label: t('tariffs.latest'),
      width: '110px',
      cell: ({ version }) => t('tariffs.version', { version }),
    },
    {
      key: 'changed',
      label: t('tariffs.changed'),
      width: '150px',
      onPhone: false,
      cell: ({ created_at, document }) => <When at={created_at} zone={document.zone} form="date" />,
    },
  ];
}

export default function TariffsPage() {
  const { t } = useTranslation('parking');
  const { data: tariffs, error, refetch } = useQuery(tariffsQuery);
  const mayConfigure = useMay('parking.configure');
  const navigate = useNavigate();
  const columns = useColumns();
  const add = mayConfigure && (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to={paths.newTariff()}>
      {t('tariffs.add')}
    </Button>
  );
  return (
    <Page title={t('tariffs.title')} actions={add}>
      <Paper variant="outlined">
        <DataTable
          label={t('tariffs.title')}
          columns={columns}
          rows={tariffs}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.tariff(id))}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState icon={PriceIcon} title={t('tariffs.empty')} text={t('tariffs.empty_text')} action={add} />}
        />
      </Paper>
    </Page>
  );
}
