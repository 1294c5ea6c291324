import AddIcon from '@mui/icons-material/Add';
import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useBenefitText } from '@/features/discounts/BenefitField';
import { type Permit, permitsQuery } from '@/features/discounts/queries';
import { useFormat } from '@/i18n/format';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { looksLikePlate, normalised } from '@/ui/plates';

function useColumns(): Column<Permit>[] {
  const { t } = useTranslation('discounts');
  const format = useFormat();
  const benefitText = useBenefitText();
  return [
    { key: 'reference', label: t('reference'), width: 'minmax(72px, 140px)', cell: ({ reference }) => reference },
    { key: 'kind', label: t('kind_label'), width: '120px', onPhone: false, cell: ({ kind }) => t(`kind.${kind}`) },
    { key: 'holder', label: t('holder'), onPhone: false, cell: ({ holder }) => holder },
    {
      key: 'plates',
      label: t('plates'),
      width: 'minmax(112px, 1fr)',
      cell: ({ plates }) => (
        <>
          {plates[0] && <Plate plate={plates[0]} />} {plates.length > 1 && `+${plates.length - 1}`}
        </>
      ),
    },
    {
      key: 'benefit',
      label: t('benefit_label'),
      onPhone: false,
      cell: ({ benefit }) => benefitText(benefit ?? { kind: 'free' }),
    },
    {
      key: 'until',
      label: t('valid_until'),
      width: '100px',
      cell: ({ revoked, valid_until }) =>
        revoked ? (
          <Chip size="small" color="warning" variant="outlined" label={t('revoked')} />
        ) : valid_until ? (
          format.day(valid_until)
        ) : (
          '—'
        ),
    },
  ];
}

export default function PermitsPage() {
  const { t } = useTranslation('discounts');
  const [params, setParams] = useSearchParams();
  const typed = params.get('plate') ?? '';
  const plate = useDeferredValue(normalised(typed));
  const list = useInfiniteQuery(permitsQuery(looksLikePlate(plate) ? plate : ''));
  const mayConfigure = useMay('discounts.configure');
  const navigate = useNavigate();
  const add = mayConfigure && (
    <Button variant="contained" startIcon={<AddIcon />} component={Link} to={paths.newPermit()}>
      {t('permits.add')}
    </Button>
  );
  return (
    <Page title={t('permits.title')} actions={add}>
      <TextField
        label={t('permits.of_plate')}
        value={typed}
        onChange={({ target }) =>
          setParams(target.value ? { plate: target.value.toUpperCase() } : {}, { replace: true })
        }
        sx={{ width: 220, mb: 2 }}
        slotProps={{ htmlInput: { autoCapitalize: 'characters', spellCheck: false } }}
      />
      <Paper variant="outlined">
        <DataTable
          label={t('permits.title')}
          columns={useColumns()}
          rows={list.data?.pages.flatMap(({ items }) => items)}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.permit(id))}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onMore={list.hasNextPage && (() => void list.fetchNextPage())}
          loadingMore={list.isFetchingNextPage}
          empty={
            <EmptyState
              icon={BadgeIcon}
              title={t('permits.empty')}
              text={typed ? t('permits.empty_plate') : t('permits.empty_text')}
            />
          }
        />
      </Paper>
    </Page>
  );
}
