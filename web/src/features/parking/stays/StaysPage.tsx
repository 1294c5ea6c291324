import AddIcon from '@mui/icons-material/Add';
import DirectionsCarIcon from '@mui/icons-material/DirectionsCarOutlined';
import HelpIcon from '@mui/icons-material/HelpOutlined';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { FilterBar } from '@/features/parking/FilterBar';
import { StateChip } from '@/features/parking/StateChip';
import { asked, useFilters } from '@/features/parking/filters';
import { type Stay, doubtsQuery, staysQuery, useLive } from '@/features/parking/queries';
import { NewStayDialog } from '@/features/parking/stays/NewStayDialog';
import { minutesOf } from '@/features/parking/stays/times';
import { useFormat } from '@/i18n/format';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';

const STATES = ['open', 'ask', 'unpaid', 'partly_paid', 'paid', 'closed', 'forgiven', 'disputed'] as const;

function useColumns(): Column<Stay>[] {
  const { t } = useTranslation('parking');
  const format = useFormat();
  return [
    {
      key: 'plate',
      label: t('plate'),
      width: '118px',
      cell: ({ plate, zone }) => (
        <>
          <Plate plate={plate} />
          <Below>{zone.name}</Below>
        </>
      ),
    },
    { key: 'zone', label: t('zone'), onPhone: false, cell: ({ zone }) => zone.name },
    {
      key: 'entered',
      label: t('entered'),
      onPhone: false,
      width: '150px',
      cell: ({ entered_at, zone }) => <When at={entered_at} zone={zone.time_zone} form="short" />,
    },
    { key: 'time', label: t('time'), width: 'minmax(76px, 116px)', cell: (stay) => format.duration(minutesOf(stay)) },
    {
      key: 'state',
      label: t('filter.state'),
      width: 'minmax(96px, 150px)',
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
    {
      key: 'owed',
      label: t('owed'),
      width: '110px',
      align: 'right',
      onPhone: false,
      cell: ({ owed }) => <Money money={owed} />,
    },
  ];
}

function DoubtsBanner() {
  const { t } = useTranslation('parking');
  const { data } = useInfiniteQuery(doubtsQuery);
  const count = data?.pages[0]?.items.length ?? 0;
  if (count === 0) return null;
  const action = (
    <Button color="inherit" size="small" component={Link} to={paths.doubts()}>
      {t('doubts.look')}
    </Button>
  );
  return (
    <Alert severity="warning" icon={<HelpIcon />} action={action} sx={{ mb: 2, alignItems: 'center' }}>
      {t('doubts.waiting', { count })}
    </Alert>
  );
}

export default function StaysPage() {
  const { t } = useTranslation('parking');
  const [chosen, choose] = useFilters();
  const mayOperate = useMay('parking.operate');
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const list = useInfiniteQuery(staysQuery(asked(chosen)));
  useLive();

  const add = mayOperate && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('new_stay.title')}
    </Button>
  );
  return (
    <Page title={t('stays.title')} actions={add}>
      {mayOperate && <DoubtsBanner />}
      <FilterBar chosen={chosen} onChoose={choose} states={STATES} />
      <Paper variant="outlined">
        <DataTable
          label={t('stays.title')}
          columns={useColumns()}
          rows={list.data?.pages.flatMap(({ items }) => items)}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.stay(id))}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onMore={list.hasNextPage && (() => void list.fetchNextPage())}
          loadingMore={list.isFetchingNextPage}
          empty={
            <EmptyState
              icon={DirectionsCarIcon}
              title={t('stays.empty')}
              text={Object.keys(chosen).length ? t('stays.empty_filtered') : t('stays.empty_text')}
            />
          }
        />
      </Paper>
      {adding && <NewStayDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
