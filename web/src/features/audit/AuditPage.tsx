import DownloadIcon from '@mui/icons-material/DownloadOutlined';
import SearchIcon from '@mui/icons-material/ManageSearchOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readBlob } from '@/api/client';
import { useFormat } from '@/i18n/format';
import { EntryDialog } from '@/features/audit/EntryDialog';
import { FilterFields } from '@/features/audit/FilterFields';
import { type Entry, FILTERS, type Filters, headQuery, useEntries } from '@/features/audit/queries';
import { useSubject } from '@/features/audit/useSubject';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

function Export() {
  const { t } = useTranslation('audit');
  const [problem, setProblem] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const save = async () => {
    setRunning(true);
    setProblem(null);
    try {
      const address = URL.createObjectURL(await readBlob('/v1/audit/export'));
      const link = Object.assign(document.createElement('a'), { href: address, download: 'audit.jsonl' });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (refusal) {
      setProblem(refusal);
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <Button startIcon={<DownloadIcon />} onClick={() => void save()} loading={running}>
        {t('export')}
      </Button>
      <ProblemAlert problem={problem} />
    </>
  );
}

export default function AuditPage() {
  const { t, i18n } = useTranslation('audit');
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const filters: Filters = Object.fromEntries(
    FILTERS.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
  );
  const list = useEntries(filters, i18n.language);
  const { data: head } = useQuery(headQuery);
  const [shown, setShown] = useState<Entry | null>(null);
  const subjectOf = useSubject();
  const whoIs = ({ name, kind }: Entry['by']) => name || t(`caller.${kind}`, kind);
  const columns: Column<Entry>[] = [
    {
      key: 'number',
      label: t('number'),
      width: '84px',
      align: 'right',
      onPhone: false,
      cell: ({ number }) => format.number(number),
    },
    {
      key: 'at',
      label: t('when'),
      width: '156px',
      cell: ({ at, by }) => (
        <>
          <When at={at} />
          <Below>{whoIs(by)}</Below>
        </>
      ),
    },
    { key: 'who', label: t('who'), onPhone: false, cell: ({ by }) => whoIs(by) },
    {
      key: 'act',
      label: t('act'),
      width: 'minmax(0, 2fr)',
      cell: ({ act_text, why, outcome }) => (
        <>
          {act_text} {outcome === 'refused' && <Chip size="small" color="warning" label={t('outcome.refused')} />}
          {why && (
            <Typography variant="body2" color="textSecondary">
              «{why}»
            </Typography>
          )}
        </>
      ),
    },
    {
      key: 'subject',
      label: t('subject'),
      onPhone: false,
      cell: (entry) => (
        <Typography variant="body2" noWrap title={subjectOf(entry)}>
          {subjectOf(entry, true)}
        </Typography>
      ),
    },
  ];
  return (
    <Page title={t('title')} actions={<Export />}>
      {head && (
        <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
          {t('head', { size: format.number(head.now.size), root: head.now.root.slice(0, 16) })}
        </Typography>
      )}
      <FilterFields filters={filters} onChange={(next) => setSearch(next, { replace: true })} />
      <Card>
        <DataTable
          label={t('title')}
          columns={columns}
          rowKey={({ number }) => String(number)}
          onOpen={setShown}
          empty={<EmptyState icon={SearchIcon} title={t('none')} />}
          {...list}
        />
      </Card>
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}
