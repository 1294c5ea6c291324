import BellIcon from '@mui/icons-material/NotificationsNoneOutlined';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useEvents } from '@/api/events';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { AlertDialog } from '@/features/watch/AlertDialog';
import { WatchTabs } from '@/features/watch/WatchTabs';
import { type Alert, type AlertState, useAlerts } from '@/features/watch/queries';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { useZones } from '@/ui/useZones';

const STATES: AlertState[] = ['raised', 'confirmed', 'dismissed', 'withdrawn'];
const COLOURS = { raised: 'error', confirmed: 'warning', dismissed: 'default', withdrawn: 'default' } as const;

export default function AlertsPage() {
  const { t } = useTranslation('watch');
  const format = useFormat();
  const { timeZoneOf } = useZones();
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state');
  const state = asked === 'all' ? undefined : (STATES.find((each) => each === asked) ?? 'raised');
  const list = useAlerts(state);
  const [shown, setShown] = useState<Alert | null>(null);
  const mayFollow = useMay('events.read');
  useEvents(mayFollow ? ['alert'] : [], () => void client.invalidateQueries({ queryKey: ['watch', 'alerts'] }));

  const why = ({ kind, listed }: Alert) =>
    kind === 'travel' ? t('kind.travel') : [listed?.list_name, listed?.why].filter(Boolean).join(' · ');
  const columns: Column<Alert>[] = [
    {
      key: 'plate',
      label: t('plate'),
      width: 'minmax(130px, 1fr)',
      cell: (alert) => (
        <>
          <Plate plate={alert.plate} />
          <Below>
            {why(alert)}
            <div>
              <When at={alert.last_seen_at} zone={timeZoneOf(alert.seen)} form="short" />
            </div>
          </Below>
        </>
      ),
    },
    { key: 'why', label: t('why'), width: 'minmax(0, 3fr)', onPhone: false, cell: why },
    {
      key: 'chance',
      label: t('chance'),
      width: '96px',
      align: 'right',
      onPhone: false,
      cell: ({ chance }) => format.percent(chance),
    },
    {
      key: 'seen',
      label: t('seen'),
      width: '140px',
      onPhone: false,
      cell: ({ last_seen_at, seen }) => <When at={last_seen_at} zone={timeZoneOf(seen)} form="short" />,
    },
    { key: 'device', label: t('device'), onPhone: false, cell: ({ seen }) => seen.device || '—' },
    {
      key: 'state',
      label: t('state.label'),
      width: '120px',
      cell: (alert) => <Chip size="small" color={COLOURS[alert.state]} label={t(`state.${alert.state}`)} />,
    },
  ];
  return (
    <Page title={t('title')}>
      <WatchTabs current={paths.alerts()} />
      <ToggleButtonGroup
        size="small"
        exclusive
        value={state ?? 'all'}
        aria-label={t('state.label')}
        onChange={(_, chosen: string | null) => chosen && setSearch({ state: chosen }, { replace: true })}
        sx={{ mb: 2, maxWidth: '100%', overflowX: 'auto', '& button': { flexShrink: 0 } }}
      >
        {STATES.map((each) => (
          <ToggleButton key={each} value={each}>
            {t(`state.${each}`)}
          </ToggleButton>
        ))}
        <ToggleButton value="all">{t('state.all')}</ToggleButton>
      </ToggleButtonGroup>
      <Card>
        <DataTable
          label={t('alerts')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={setShown}
          empty={<EmptyState icon={BellIcon} title={t('no_alerts')} text={t('no_alerts_text')} />}
          {...list}
        />
      </Card>
      {shown && <AlertDialog key={shown.id} alert={shown} onClose={() => setShown(null)} />}
    </Page>
  );
}
