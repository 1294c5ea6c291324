import RefreshIcon from '@mui/icons-material/Refresh';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { Facts } from '@/features/operations/Facts';
import { OperationsTabs } from '@/features/operations/OperationsTabs';
import { type Health, healthQuery } from '@/features/operations/queries';
import { Page } from '@/ui/Page';
import { When } from '@/ui/When';
import { ErrorState } from '@/ui/problem';

const SEVERITY = { ok: 'success', warning: 'warning', failed: 'error' } as const;
const RANK = { failed: 0, warning: 1, ok: 2 } as const;
const GIB = 1024 ** 3;

function Findings({ findings }: { findings: Health['findings'] }) {
  const { t } = useTranslation('operations');
  const sorted = findings.toSorted((one, other) => RANK[one.state] - RANK[other.state]);
  return (
    <Stack component="ul" sx={{ gap: 1, listStyle: 'none', p: 0, m: 0 }}>
      {sorted.map(({ check, state, what, todo }) => (
        <li key={check + what}>
          <Alert severity={SEVERITY[state]} variant={state === 'ok' ? 'outlined' : 'standard'}>
            <AlertTitle sx={{ mb: 0 }}>
              {t(`check.${check}`, check)} · {t(`state.${state}`)}
            </AlertTitle>
            {what}
            {todo && (
              <Typography variant="body2" sx={{ mt: 0.5, fontWeight: 600 }}>
                → {todo}
              </Typography>
            )}
          </Alert>
        </li>
      ))}
    </Stack>
  );
}

function Disks({ disks }: { disks: Health['disks'] }) {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const gib = (bytes: number) =>
    format.number(bytes / GIB, { style: 'unit', unit: 'gigabyte', maximumFractionDigits: 1 });
  return disks.map(({ folder, free_bytes, all_bytes }) => (
    <div key={folder}>
      <Typography variant="body2">{t('disk', { free: gib(free_bytes), all: gib(all_bytes) })}</Typography>
      <LinearProgress
        variant="determinate"
        value={all_bytes > 0 ? (1 - free_bytes / all_bytes) * 100 : 0}
        aria-label={t('disk_label', { folder })}
        sx={{ my: 0.5, height: 8, borderRadius: 4 }}
      />
      <Typography variant="caption" color="textSecondary">
        {folder}
      </Typography>
    </div>
  ));
}

export default function HealthPage() {
  const { t, i18n } = useTranslation('operations');
  const { data: health, error, refetch, isFetching } = useQuery(healthQuery(i18n.language));
  const again = (
    <Button startIcon={<RefreshIcon />} onClick={() => void refetch()} loading={isFetching}>
      {t('look_again')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={again}>
      <OperationsTabs current={paths.health()} />
      {error && !health && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!health && !error && <Skeleton variant="rounded" height={320} />}
      {health && (
        <Stack direction={{ xs: 'column', md: 'row' }} sx={{ gap: 2, alignItems: 'flex-start' }}>
          <Stack sx={{ flex: 2, width: '100%' }}>
            <Findings findings={health.findings} />
          </Stack>
          <Card sx={{ flex: 1, p: 2, width: '100%' }}>
            <Stack sx={{ gap: 2 }}>
              <Typography variant="h2">{t('installation')}</Typography>
              <Facts
                facts={[
                  [t('version'), health.version],
                  [t('database'), t(`database_kind.${health.database}`, health.database)],
                  [t('running_since'), <When key="since" at={health.running_since} />],
                  [t('looked_at'), <When key="at" at={health.at} form="exact" />],
                ]}
              />
              <Disks disks={health.disks} />
              <Typography variant="h3" component="h3">
                {t('models')}
              </Typography>
              <Facts
                facts={health.models.map(({ file, sha256 }) => [file, <code key={file}>{sha256.slice(0, 12)}</code>])}
              />
            </Stack>
          </Card>
        </Stack>
      )}
    </Page>
  );
}
