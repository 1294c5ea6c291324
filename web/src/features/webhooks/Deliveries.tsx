import InboxIcon from '@mui/icons-material/InboxOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Delivery,
  type DeliveryState,
  type Webhook,
  useDeliveries,
  useRetry,
  useRetryAll,
} from '@/features/webhooks/queries';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Plate } from '@/ui/Plate';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

const STATES = ['dead', 'waiting', 'delivered'] as const;

export function Deliveries({ webhook, may }: { webhook: Webhook; may: boolean }) {
  const { t } = useTranslation(['webhooks', 'ui']);
  const [state, setState] = useState<DeliveryState | undefined>(webhook.health.dead > 0 ? 'dead' : undefined);
  const [shown, setShown] = useState<Delivery | null>(null);
  const list = useDeliveries(webhook.id, state);
  const retry = useRetry(webhook.id);
  const retryAll = useRetryAll(webhook.id);

  const columns: Column<Delivery>[] = [
    {
      key: 'made',
      label: t('made_at'),
      width: 'minmax(132px, 1fr)',
      cell: ({ made_at, type }) => (
        <>
          <When at={made_at} form="short" />
          <Below>{type}</Below>
        </>
      ),
    },
    { key: 'type', label: t('type'), width: 'minmax(0, 1.5fr)', onPhone: false, cell: ({ type }) => type },
    {
      key: 'plate',
      label: t('plate'),
      width: '130px',
      onPhone: false,
      cell: ({ plate }) => (plate ? <Plate plate={plate} /> : '—'),
    },
    { key: 'state', label: t('state.label'), width: '110px', cell: (each) => t(`state_of.${each.state}`) },
    {
      key: 'attempts',
      label: t('attempts'),
      width: '84px',
      align: 'right',
      onPhone: false,
      cell: ({ attempts }) => attempts,
    },
    { key: 'fault', label: t('last_fault'), onPhone: false, cell: ({ last_fault }) => last_fault || '—' },
  ];
  return (
    <>
      <Stack direction="row" sx={{ p: 2, gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {t('deliveries')}
        </Typography>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={state ?? 'all'}
          aria-label={t('state.label')}
          onChange={(_, chosen: DeliveryState | 'all' | null) =>
            setState(chosen === 'all' ? undefined : (chosen ?? state))
          }
        >
          <ToggleButton value="all">{t('state.all')}</ToggleButton>
          {STATES.map((each) => (
            <ToggleButton key={each} value={each}>
              {t(`state.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {may && webhook.health.dead > 0 && (
          <Button variant="outlined" onClick={() => retryAll.mutate()} loading={retryAll.isPending}>
            {t('retry_all', { count: webhook.health.dead })}
          </Button>
        )}
      </Stack>
      <ProblemAlert problem={retryAll.error} />
      <DataTable
        label={t('deliveries')}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={setShown}
        empty={<EmptyState icon={InboxIcon} title={t('no_deliveries')} />}
        {...list}
      />
      {shown && (
        <Dialog open onClose={() => setShown(null)} maxWidth="sm" fullWidth aria-labelledby="delivery">
          <DialogTitle id="delivery">{shown.type}</DialogTitle>
          <DialogContent>
            <Stack sx={{ gap: 1.5 }}>
              <Typography variant="body2">
                <code>{shown.webhook_id}</code>
              </Typography>
              {shown.last_fault && <Typography color="error">{shown.last_fault}</Typography>}
              <Box
                component="pre"
                tabIndex={0}
                aria-label={t('body')}
                sx={{
                  m: 0,
                  p: 1.5,
                  overflow: 'auto',
                  maxHeight: 360,
                  bgcolor: 'action.hover',
                  borderRadius: 1,
                  fontSize: '0.8rem',
                }}
              >
                {JSON.stringify(shown.body, null, 2)}
              </Box>
              <ProblemAlert problem={retry.error} />
              <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
                <Button onClick={() => setShown(null)}>{t('ui:close')}</Button>
                {may && shown.state === 'dead' && (
                  <Button
                    variant="contained"
                    loading={retry.isPending}
                    onClick={() => retry.mutate(shown.id, { onSuccess: () => setShown(null) })}
                  >
                    {t('retry')}
                  </Button>
                )}
              </Stack>
            </Stack>
          </DialogContent>
        </Dialog>
      )}
    </>
  );
}
