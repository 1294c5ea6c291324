import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import PlateIcon from '@mui/icons-material/PinOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { EntryForm } from '@/features/watch/EntryForm';
import { ImportButton } from '@/features/watch/ImportButton';
import { ListForm } from '@/features/watch/ListForm';
import {
  type Entry,
  type WatchList,
  listQuery,
  useEntries,
  useRemoveEntry,
  useRemoveList,
} from '@/features/watch/queries';
import { Confirm } from '@/ui/Confirm';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ErrorState, ProblemAlert } from '@/ui/problem';

function Actions({ list, onAdd }: { list: WatchList; onAdd: () => void }) {
  const { t } = useTranslation('watch');
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = useRemoveList(list);
  return (
    <>
      <ImportButton list={list.id} />
      <Button onClick={() => setEditing(true)}>{t('edit_list')}</Button>
      <Button color="error" onClick={() => setRemoving(true)}>
        {t('remove_list')}
      </Button>
      <Button variant="contained" startIcon={<AddIcon />} onClick={onAdd}>
        {t('add_plate')}
      </Button>
      {editing && <ListForm list={list} onClose={() => setEditing(false)} />}
      <Confirm
        open={removing}
        title={t('remove_list_title', { name: list.name })}
        confirm={t('remove_list')}
        danger
        onConfirm={async () => {
          await remove.mutateAsync();
          void navigate(paths.watchLists());
        }}
        onClose={() => setRemoving(false)}
      >
        {t('remove_list_text')}
      </Confirm>
    </>
  );
}

export default function ListPage() {
  const { t } = useTranslation('watch');
  const { list: id = '' } = useParams();
  const may = useMay('watch.write');
  const { data: list, error, refetch } = useQuery(listQuery(id));
  const entries = useEntries(id);
  const [edited, setEdited] = useState<Entry | 'new' | null>(null);
  const remove = useRemoveEntry(id);
  if (error && !list) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  const columns: Column<Entry>[] = [
    {
      key: 'plate',
      label: t('plate'),
      width: '130px',
      cell: ({ plate, region }) => <Plate plate={plate} region={region} />,
    },
    { key: 'why', label: t('why'), width: 'minmax(0, 2fr)', cell: ({ why }) => why || '—' },
    { key: 'who', label: t('who'), onPhone: false, cell: ({ who }) => who || '—' },
    { key: 'reference', label: t('reference'), onPhone: false, cell: ({ reference }) => reference || '—' },
    {
      key: 'until',
      label: t('until'),
      width: '130px',
      onPhone: false,
      cell: ({ until, stale }) =>
        stale ? <Chip size="small" label={t('stale')} /> : until ? <When at={until} form="date" /> : '—',
    },
  ];
  if (may)
    columns.push({
      key: 'remove',
      label: '',
      width: '56px',
      cell: (entry) => (
        <IconButton
          aria-label={t('remove_plate', { plate: entry.plate })}
          onClick={(event) => {
            event.stopPropagation();
            remove.mutate(entry);
          }}
        >
          <DeleteIcon />
        </IconButton>
      ),
    });
  return (
    <Page
      title={list?.name ?? t('lists')}
      actions={may && list && <Actions list={list} onAdd={() => setEdited('new')} />}
    >
      {list?.description && (
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {list.description}
        </Typography>
      )}
      <ProblemAlert problem={remove.error} />
      <Card>
        <DataTable
          label={t('plates')}
          columns={columns}
          rowKey={({ id: key }) => key}
          onOpen={may ? setEdited : undefined}
          empty={<EmptyState icon={PlateIcon} title={t('no_plates')} text={t('no_plates_text')} />}
          {...entries}
        />
      </Card>
      {edited && (
        <EntryForm
          key={edited === 'new' ? 'new' : edited.id}
          list={id}
          entry={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
