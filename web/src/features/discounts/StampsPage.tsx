import AddIcon from '@mui/icons-material/Add';
import StampIcon from '@mui/icons-material/ApprovalOutlined';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useBenefitText } from '@/features/discounts/BenefitField';
import { type Stamp, stampsQuery } from '@/features/discounts/queries';
import { useFormat } from '@/i18n/format';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

function useColumns(): Column<Stamp>[] {
  const { t } = useTranslation('discounts');
  const format = useFormat();
  const benefitText = useBenefitText();
  return [
    {
      key: 'shop',
      label: t('shop'),
      cell: ({ shop, active }) => (
        <>
          {shop} {active === false && <Chip size="small" label={t('stopped')} />}
        </>
      ),
    },
    { key: 'benefit', label: t('benefit_label'), cell: ({ benefit }) => benefitText(benefit) },
    { key: 'uses', label: t('uses'), width: '64px', align: 'right', cell: ({ uses }) => format.number(uses) },
    {
      key: 'until',
      label: t('valid_until'),
      width: '120px',
      onPhone: false,
      cell: ({ valid_until }) => (valid_until ? format.day(valid_until) : '—'),
    },
  ];
}

export default function StampsPage() {
  const { t } = useTranslation('discounts');
  const { data: stamps, error, refetch } = useQuery(stampsQuery);
  const mayConfigure = useMay('discounts.configure');
  const mayGive = useMay('discounts.validate');
  const navigate = useNavigate();
  const actions = (
    <>
      {mayGive && (
        <Button component={Link} to={paths.giveStamp()}>
          {t('give.title')}
        </Button>
      )}
      {mayConfigure && (
        <Button variant="contained" startIcon={<AddIcon />} component={Link} to={paths.newStamp()}>
          {t('stamps.add')}
        </Button>
      )}
    </>
  );
  return (
    <Page title={t('stamps.title')} actions={actions}>
      <Paper variant="outlined">
        <DataTable
          label={t('stamps.title')}
          columns={useColumns()}
          rows={stamps}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.stamp(id))}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState icon={StampIcon} title={t('stamps.empty')} text={t('stamps.empty_text')} />}
        />
      </Paper>
    </Page>
  );
}
