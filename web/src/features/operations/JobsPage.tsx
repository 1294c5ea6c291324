import InboxIcon from '@mui/icons-material/InboxOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { JobDialog } from '@/features/operations/JobDialog';
import { OperationsTabs } from '@/features/operations/OperationsTabs';
import { type Job, type JobState, queueQuery, useJobs, useRetryAll } from '@/features/operations/queries';
import { Confirm } from '@/ui/Confirm';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { When } from '@/ui/When';
import { emptyChoice } from '@/ui/emptyChoice';

const STATES: JobState[] = ['dead', 'waiting', 'running'];

export default function JobsPage() {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const may = useMay('operations.configure');
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((each) => each === search.get('state')) ?? 'dead';
  const kind = search.get('job') ?? '';
  const list = useJobs(state, kind);
  const { data: queue } = useQuery(queueQuery);
  const [shown, setShown] = useState<Job | null>(null);
  const [retrying, setRetrying] = useState(false);
  const retryAll = useRetryAll();

  const filter = (changes: Record<string, string>) =>
    setSearch(Object.fromEntries(Object.entries({ state, job: kind, ...changes }).filter(([, value]) => value)), {
      replace: true,
    });
  const columns: Column<Job>[] = [
    { key: 'job', label: t('jobs.kind'), cell: ({ job }) => job, width: 'minmax(0, 2fr)' },
    {
      key: 'made',
      label: t('jobs.made_at'),
      width: '132px',
      cell: ({ made_at }) => <When at={made_at} form="short" />,
    },
    {
      key: 'attempts',
      label: t('jobs.attempts'),
      width: '84px',
      align: 'right',
      onPhone: false,
      cell: ({ attempts }) => format.number(attempts),
    },
    {
      key: 'reason',
      label: t('jobs.reason'),
      width: 'minmax(0, 3fr)',
      onPhone: false,
      cell: ({ reason }) => reason || '—',
    },
  ];
  const counts = queue && { dead: queue.dead, waiting: queue.waiting, running: queue.running };
  return (
    <Page title={t('title')}>
      <OperationsTabs current={paths.jobs()} />
      <Card>
        <Stack direction="row" sx={{ p: 2, gap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
          <ToggleButtonGroup
            size="small"
            exclusive
            value={state}
            aria-label={t('jobs.state.label')}
            onChange={(_, chosen: JobState | null) => chosen && filter({ state: chosen })}
          >
            {STATES.map((each) => (
              <ToggleButton key={each} value={each}>
                {t(`jobs.state.${each}`)}
                {counts && ` · ${format.number(counts[each])}`}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <TextField
            select
            label={t('jobs.kind')}
            value={kind}
            onChange={(event) => filter({ job: event.target.value })}
            slotProps={emptyChoice}
            sx={{ width: 280 }}
          >
            <MenuItem value="">{t('jobs.all_kinds')}</MenuItem>
            {[...new Set([...(queue?.kinds.map(({ job }) => job) ?? []), ...(kind ? [kind] : [])])].map((each) => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
          {may && state === 'dead' && (list.rows?.length ?? 0) > 0 && (
            <Button variant="outlined" sx={{ ml: 'auto' }} onClick={() => setRetrying(true)}>
              {t('jobs.retry_all')}
            </Button>
          )}
        </Stack>
        <DataTable
          label={t('jobs.title')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={setShown}
          empty={<EmptyState icon={InboxIcon} title={t(`jobs.none.${state}`)} />}
          {...list}
        />
      </Card>
      {shown && <JobDialog job={shown} may={may} onClose={() => setShown(null)} />}
      <Confirm
        open={retrying}
        title={kind ? t('jobs.retry_kind_title', { kind }) : t('jobs.retry_all_title')}
        confirm={t('jobs.retry')}
        onConfirm={() => retryAll.mutateAsync(kind)}
        onClose={() => setRetrying(false)}
      >
        {t('jobs.retry_text')}
      </Confirm>
    </Page>
  );
}
