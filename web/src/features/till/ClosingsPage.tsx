import TillIcon from '@mui/icons-material/PointOfSaleOutlined';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { Difference } from '@/features/till/Difference';
import { type Closing, closingsQuery } from '@/features/till/queries';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Money } from '@/ui/Money';
import { Page } from '@/ui/Page';
import { When } from '@/ui/When';

const PROVIDER = 'provider';

function useColumns(): Column<Closing>[] {
  const { t } = useTranslation('till');
  return [
    {
      key: 'number',
      label: t('closing.number'),
      width: 'minmax(132px, 1fr)',
      cell: ({ number, of, closed_at, time_zone }) => (
        <>
          {number}
          <Below>
            {of.name || of.key} · <When at={closed_at} zone={time_zone} form="short" />
          </Below>
        </>
      ),
    },
    { key: 'of', label: t('closing.of'), width: 'minmax(0, 2fr)', onPhone: false, cell: ({ of }) => of.name || of.key },
    {
      key: 'at',
      label: t('closing.at'),
      width: '150px',
      onPhone: false,
      cell: ({ closed_at, time_zone }) => <When at={closed_at} zone={time_zone} form="short" />,
    },
    {
      key: 'paid',
      label: t('takings.paid'),
      width: 'minmax(100px, 140px)',
      align: 'right',
      cell: ({ takings }) =>
        takings.paid.map((sum) => (
          <div key={sum.currency}>
            <Money money={sum} />
          </div>
        )),
    },
    {
      key: 'difference',
      label: t('closing.difference'),
      width: '140px',
      align: 'right',
      onPhone: false,
      cell: ({ cash }) =>
        cash.map(({ difference }) => (
          <div key={difference.currency}>
            <Difference money={difference} />
          </div>
        )),
    },
  ];
}

// Whoever closed before, and the payment provider.
function OtherTill({ closings }: { closings: Closing[] }) {
  const { t } = useTranslation('till');
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const people = new Map([
    [PROVIDER, t('method.provider')],
    ...closings.map(({ of }): [string, string] => [of.key, of.name || of.key]),
  ]);
  return (
    <>
      <Button
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
        aria-haspopup="menu"
        aria-expanded={Boolean(anchor)}
      >
        {t('other')}
      </Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        {[...people].map(([key, name]) => (
          <MenuItem
            key={key}
            onClick={() => void navigate(`${paths.till()}?${new URLSearchParams({ key, name }).toString()}`)}
          >
            {name}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

export default function ClosingsPage() {
  const { t } = useTranslation('till');
  const list = useInfiniteQuery(closingsQuery);
  const maySupervise = useMay('till.supervise');
  const navigate = useNavigate();
  const rows = list.data?.pages.flatMap(({ items }) => items);
  return (
    <Page title={t('closings.title')} actions={maySupervise && <OtherTill closings={rows ?? []} />}>
      <Paper variant="outlined">
        <DataTable
          label={t('closings.title')}
          columns={useColumns()}
          rows={rows}
          rowKey={({ number }) => number}
          onOpen={({ number }) => void navigate(paths.closing(number))}
          problem={list.error}
          onRetry={() => void list.refetch()}
          onMore={list.hasNextPage && (() => void list.fetchNextPage())}
          loadingMore={list.isFetchingNextPage}
          empty={<EmptyState icon={TillIcon} title={t('closings.empty')} text={t('closings.empty_text')} />}
        />
      </Paper>
    </Page>
  );
}
