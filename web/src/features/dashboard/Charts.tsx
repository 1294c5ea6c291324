import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { PartsTable } from '@/features/dashboard/PartsTable';
import { type Measure, barsOf, currenciesIn } from '@/features/dashboard/bars';
import type { Part, Usual } from '@/features/dashboard/queries';
import { EmptyState } from '@/ui/EmptyState';

const PartsChart = lazy(() => import('@/features/dashboard/PartsChart'));
const HEIGHT = 280;

interface ChartsProps {
  parts: Part[] | undefined;
  usual: Usual | undefined;
  by: 'hour' | 'day';
  timeZone: string | null; // that the server counts in
}

export function Charts({ parts, usual, by, timeZone }: ChartsProps) {
  const { t } = useTranslation('dashboard');
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>('plates');
  const [asTable, setAsTable] = useState(false);
  const compared = usual && usual.weeks > 0 ? usual.usual_hours : undefined;
  const currency = currenciesIn([...(parts ?? []), ...(compared ?? [])])[0] ?? 'ARS';
  const bars = parts && barsOf(parts, compared, measure, currency);
  const count = parts?.length ?? 0;
  const label = (at: string) =>
    format.moment(at, timeZone, by === 'hour' ? (count > 25 ? 'short' : 'time') : count > 10 ? 'month_day' : 'day');
  const value = (amount: number) =>
    measure === 'charges' ? format.money({ amount, currency }) : format.number(amount);
  const title = t(by === 'hour' ? 'by_hour' : 'by_day');
  const isEmpty = bars?.every((bar) => bar.value === 0 && !bar.usual);
  return (
    <Card component="section" aria-label={title} sx={{ p: 2 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap', mb: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={measure}
          aria-label={t('measure')}
          onChange={(_, chosen: Measure | null) => chosen && setMeasure(chosen)}
        >
          <ToggleButton value="plates">{t('plates')}</ToggleButton>
          <ToggleButton value="charges">{t('charges')}</ToggleButton>
        </ToggleButtonGroup>
        <ToggleButton size="small" value="table" selected={asTable} onChange={() => setAsTable(!asTable)}>
          {t('as_table')}
        </ToggleButton>
      </Stack>
      <Box sx={{ minHeight: HEIGHT }}>
        {!bars && <Skeleton variant="rounded" height={HEIGHT} />}
        {bars && isEmpty && <EmptyState title={t('nothing_yet')} text={t('nothing_yet_text')} />}
        {bars && !isEmpty && asTable && <PartsTable bars={bars} label={label} value={value} caption={title} />}
        {bars && !isEmpty && !asTable && (
          <Suspense fallback={<Skeleton variant="rounded" height={HEIGHT} />}>
            <PartsChart
              bars={bars}
              label={label}
              value={value}
              height={HEIGHT}
              names={{ now: t(usual ? 'today' : 'value'), usual: t('usual') }}
            />
          </Suspense>
        )}
      </Box>
    </Card>
  );
}
