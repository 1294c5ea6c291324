import DevicesIcon from '@mui/icons-material/DevicesOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type OwnSession, endSession, ownSessionsQuery } from '@/features/identity/queries';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

// «Mozilla/5.0 (X11; …) … Firefox/140.0» is Firefox to a person.
const BROWSERS = [/Edg\w*\/\d+/, /OPR\/\d+/, /Firefox\/\d+/, /Chrom\w+\/\d+/, /Safari\/\d+/];
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'];

function nameOf(agent: string): string {
  const found = BROWSERS.map((browser) => browser.exec(agent)?.[0]).find(Boolean);
  const system = SYSTEMS.find((each) => agent.includes(each)); // Android says Linux, too
  return [found?.replace('/', ' ') ?? agent.slice(0, 40), system].filter(Boolean).join(' · ');
}

export function SessionsCard() {
  const { t } = useTranslation('identity');
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(ownSessionsQuery);
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  });
  const columns: Column<OwnSession>[] = [
    {
      key: 'agent',
      label: t('sessions.browser'),
      cell: ({ agent, address, here }) => (
        <>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {nameOf(agent)}{' '}
            {here && <Chip size="small" color="success" variant="outlined" label={t('sessions.here')} />}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {address}
          </Typography>
        </>
      ),
    },
    {
      key: 'seen',
      label: t('sessions.seen'),
      width: '150px',
      onPhone: false,
      cell: ({ seen_at: at }) => <When at={at} form="short" />,
    },
    {
      key: 'end',
      label: '',
      width: '90px',
      align: 'right',
      cell: ({ id, agent, here }) =>
        !here && (
          <Button
            size="small"
            aria-label={t('sessions.end_named', { agent: nameOf(agent) })}
            onClick={() => end.mutate(id)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
  return (
    <Card component="section" sx={{ py: 2 }}>
      <Stack sx={{ px: 2, mb: 1, gap: 1 }}>
        <Typography variant="h2">{t('sessions.title')}</Typography>
        <ProblemAlert problem={end.error} />
      </Stack>
      <DataTable
        label={t('sessions.title')}
        columns={columns}
        rows={data}
        rowKey={({ id }) => id}
        problem={error}
        onRetry={() => void refetch()}
        empty={<EmptyState icon={DevicesIcon} title={t('sessions.none')} />}
      />
    </Card>
  );
}
