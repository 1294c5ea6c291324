import AddIcon from '@mui/icons-material/Add';
import ListIcon from '@mui/icons-material/PlaylistAddCheckOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { ListForm } from '@/features/watch/ListForm';
import { WatchTabs } from '@/features/watch/WatchTabs';
import { type WatchList, useLists } from '@/features/watch/queries';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export default function ListsPage() {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const navigate = useNavigate();
  const may = useMay('watch.write');
  const list = useLists();
  const [adding, setAdding] = useState(false);
  const columns: Column<WatchList>[] = [
    { key: 'name', label: t('list_name'), width: 'minmax(0, 1.5fr)', cell: ({ name }) => name },
    { key: 'kind', label: t('list_kind.label'), cell: ({ kind }) => t(`list_kind.${kind}`) },
    {
      key: 'description',
      label: t('description'),
      width: 'minmax(0, 3fr)',
      onPhone: false,
      cell: ({ description }) => description || '—',
    },
    {
      key: 'entries',
      label: t('plates'),
      width: '80px',
      align: 'right',
      cell: ({ entries }) => format.number(entries),
    },
  ];
  const add = may && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('add_list')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={add}>
      <WatchTabs current={paths.watchLists()} />
      <Card>
        <DataTable
          label={t('lists')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.watchList(id))}
          empty={<EmptyState icon={ListIcon} title={t('no_lists')} text={t('no_lists_text')} action={add} />}
          {...list}
        />
      </Card>
      {adding && <ListForm list={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}
