import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { type Occupancy, occupancyQuery } from '@/features/dashboard/queries';
import { EmptyState } from '@/ui/EmptyState';
import { tabular } from '@/ui/theme';
import { ErrorState } from '@/ui/problem';

const FULL_FROM = 90;

function Row({ zone, inside, capacity }: Occupancy) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const share = capacity ? Math.min(100, (inside / capacity) * 100) : null;
  return (
    <li>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'baseline' }}>
        <Typography sx={{ flex: 1, minWidth: 0 }} noWrap>
          {zone.name}
        </Typography>
        <Typography sx={{ fontWeight: 650, ...tabular }}>{format.number(inside)}</Typography>
        <Typography variant="body2" color="textSecondary" sx={tabular}>
          {capacity ? t('of_capacity', { capacity: format.number(capacity) }) : t('inside')}
        </Typography>
      </Stack>
      {share !== null && (
        <LinearProgress
          variant="determinate"
          value={share}
          color={share >= FULL_FROM ? 'warning' : 'primary'}
          aria-label={t('occupancy_of', { zone: zone.name })}
          sx={{ height: 8, borderRadius: 4, mt: 0.5 }}
        />
      )}
    </li>
  );
}

export function Occupancies({ chosen }: { chosen: string }) {
  const { t } = useTranslation('dashboard');
  const { data, error, refetch } = useQuery(occupancyQuery);
  const zones = data?.filter(({ zone }) => !chosen || zone.id === chosen);
  return (
    <Card component="section" aria-label={t('occupancy')} sx={{ p: 2 }}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {t('occupancy')}
      </Typography>
      {error && !data && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!zones && !error && <Skeleton variant="rounded" height={120} />}
      {zones?.length === 0 && <EmptyState title={t('no_zones')} />}
      {zones && (
        <Stack component="ul" sx={{ gap: 1.5, listStyle: 'none', p: 0, m: 0, maxHeight: 420, overflowY: 'auto' }}>
          {zones.map((each) => (
            <Row key={each.zone.id} {...each} />
          ))}
        </Stack>
      )}
    </Card>
  );
}
