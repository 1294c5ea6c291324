import Box from '@mui/material/Box';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useEvents } from '@/api/events';
import { useMay } from '@/api/session';
import { Charts } from '@/features/dashboard/Charts';
import { ConnectionChip } from '@/features/dashboard/ConnectionChip';
import { LiveFeed } from '@/features/dashboard/LiveFeed';
import { Occupancies } from '@/features/dashboard/Occupancies';
import { PeriodPicker } from '@/features/dashboard/PeriodPicker';
import { QueueState } from '@/features/dashboard/QueueState';
import { Tiles } from '@/features/dashboard/Tiles';
import { partsOf, spanOf } from '@/features/dashboard/period';
import { totalsQuery, usualQuery } from '@/features/dashboard/queries';
import { Page } from '@/ui/Page';
import { ErrorState } from '@/ui/problem';
import { useZones } from '@/ui/useZones';

const COUNT_AGAIN_MS = 5_000;
const column = { display: { xs: 'contents', lg: 'grid' }, gap: 2 } as const; // on a phone one: the long feed comes last

// Counts again soon after something happened, and not at each of many events.
function useCountAgain(on: boolean) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEvents(on ? ['parking'] : [], () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['dashboard', 'usual'] });
      void client.invalidateQueries({ queryKey: ['dashboard', 'occupancy'] });
    }, COUNT_AGAIN_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

export default function DashboardPage() {
  const { t } = useTranslation('dashboard');
  const [search] = useSearchParams();
  const zone = search.get('zone') ?? '';
  const { timeZoneOf } = useZones();
  const span = useMemo(() => spanOf(search, new Date()), [search]);
  const mayFollow = useMay('events.read');
  const maySee = useMay('sightings.read');
  const mayOperate = useMay('operations.read');
  const live = span === null;
  const usual = useQuery({ ...usualQuery(zone), enabled: live });
  const totals = useQuery({ ...totalsQuery(zone, span ?? { from: new Date(0), to: new Date(0) }), enabled: !live });
  useCountAgain(live && mayFollow);

  const shown = live ? usual.data?.today : totals.data;
  const { error, refetch } = live ? usual : totals;
  return (
    <Page title={t('title')} actions={mayFollow && live && <ConnectionChip />} width="full">
      <PeriodPicker />
      {error && !shown && <ErrorState problem={error} onRetry={() => void refetch()} />}
      {!(error && !shown) && (
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 1fr)' },
            alignItems: 'start',
          }}
        >
          <Box sx={column}>
            <Tiles totals={shown} usual={live ? usual.data : undefined} />
            <Charts
              parts={live ? usual.data?.hours : totals.data?.parts}
              usual={live ? usual.data : undefined}
              by={span ? partsOf(span) : 'hour'}
              timeZone={timeZoneOf({ zone })}
            />
            {live && maySee && (
              <Box sx={{ order: { xs: 1, lg: 0 }, minWidth: 0 }}>
                <LiveFeed mayFollow={mayFollow} />
              </Box>
            )}
          </Box>
          <Box sx={column}>
            <Occupancies chosen={zone} />
            {mayOperate && <QueueState />}
          </Box>
        </Box>
      )}
    </Page>
  );
}
