import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { queueQuery } from '@/features/dashboard/queries';
import { tabular } from '@/ui/theme';
import { ProblemAlert } from '@/ui/problem';

const LATE_MS = 60_000;

export function QueueState() {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const { data: queue, error } = useQuery(queueQuery);
  const figure = (label: string, value: number) => (
    <Box>
      <Box sx={{ fontSize: '1.35rem', fontWeight: 650, ...tabular }}>{format.number(value)}</Box>
      <Typography variant="body2" color="textSecondary">
        {label}
      </Typography>
    </Box>
  );
  return (
    <Card component="section" aria-label={t('queue.title')} sx={{ p: 2 }}>
      <Typography variant="h2" sx={{ mb: 1 }}>
        {t('queue.title')}
      </Typography>
      {!queue && !error && <Skeleton variant="rounded" height={60} />}
      {!queue && <ProblemAlert problem={error} />}
      {queue && (
        <>
          <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 1 }}>
            {figure(t('queue.waiting'), queue.waiting)}
            {figure(t('queue.running'), queue.running)}
            {figure(t('queue.dead'), queue.dead)}
          </Box>
          {queue.oldest_ms > LATE_MS && (
            <Alert severity="warning" sx={{ mt: 1 }}>
              {t('queue.late', { time: format.duration(Math.floor(queue.oldest_ms / LATE_MS)) })}
            </Alert>
          )}
          {queue.dead > 0 && (
            <Link component={RouterLink} to={paths.jobs()} sx={{ display: 'inline-block', mt: 1 }}>
              {t('queue.see_dead')}
            </Link>
          )}
        </>
      )}
    </Card>
  );
}
