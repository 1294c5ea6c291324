import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import Paper from '@mui/material/Paper';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '@/api/client';
import { paths } from '@/app/paths';
import { FilterBar } from '@/features/parking/FilterBar';
import { StateChip } from '@/features/parking/StateChip';
import { asked, useFilters } from '@/features/parking/filters';
import { ticketsQuery, useLive } from '@/features/parking/queries';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';

type Row = Schemas['Ticket'];

const STATES = ['unpaid', 'partly_paid', 'paid', 'forgiven', 'disputed', 'annulled'] as const;

function useColumns(): Column<Row>[] {
  const { t } = useTranslation('parking');
  return [
    {
      key: 'number',
      label: t('ticket'),
      width: 'minmax(132px, 1fr)',
      cell: ({ number, plate }) => (
        <>
          {number}
          <Below>
            <Plate plate={plate} />
          </Below>
        </>
      ),
    },
    { key: 'plate', label: t('plate'), width: '118px', onPhone: false, cell: ({ plate }) => <Plate plate={plate} /> },
    { key: 'zone', label: t('zone'), onPhone: false, cell: ({ zone }) => zone.name },
    {
      key: 'issued',
      label: t('issued'),
      width: '150px',
      onPhone: false,
      cell: ({ issued_at, zone }) => <When at={issued_at} zone={zone.time_zone} form="short" />,
    },
    {
      key: 'total',
      label: t('charge.total'),
      width: '120px',
      align: 'right',
      onPhone: false,
      cell: ({ charge }) => <Money money={charge.total} />,
    },
    {
      key: 'owed',
      label: t('owed'),
      width: '120px',
      align: 'right',
      onPhone: false,
      cell: ({ owed }) => <Money money={owed} />,
    },
    {
      key: 'state',
      label: t('filter.state'),
      width: 'minmax(90px, 150px)',
      cell: ({ state, owed }) => (
        <>
          <StateChip state={state} />
          {owed.amount > 0 && (
            <Below>
              <Money money={owed} />
            </Below>
          )}
        </>
      ),
    },
  ];
}

export default function TicketsPage() {
  const { t } = useTranslation('parking');
  const [chosen, choose] = useFilters();
  const navigate = useNavigate();
  const list = useInfiniteQuery(ticketsQuery(asked(chosen)));
  useLive();
  return (
    <Page title={t('tickets.title')}>
      <FilterBar chosen={chosen} onChoose={choose} states={STATES} />
      <Paper variant="outlined">
        <DataTable
          label={t('tickets.title')}
          columns={useColumns()}
          rows={list.data?.pages.flatMap(({ items }) => items)}
          rowKey={({ number }) => number}
          onOpen={({ number }) => void navigate(paths.ticket(number))}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onMore={list.hasNextPage && (() => void list.fetchNextPage())}
          loadingMore={list.isFetchingNextPage}
          empty={<EmptyState icon={ReceiptIcon} title={t('tickets.empty')} text={t('tickets.empty_text')} />}
        />
      </Paper>
    </Page>
  );
}
