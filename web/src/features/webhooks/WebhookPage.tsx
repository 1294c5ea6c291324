import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { Deliveries } from '@/features/webhooks/Deliveries';
import { HealthChip } from '@/features/webhooks/HealthChip';
import { Secrets } from '@/features/webhooks/Secrets';
import { WebhookForm } from '@/features/webhooks/WebhookForm';
import { type Webhook, useRemoveWebhook, useTestWebhook, webhookQuery } from '@/features/webhooks/queries';
import { Confirm } from '@/ui/Confirm';
import { Page } from '@/ui/Page';
import { ErrorState, ProblemAlert } from '@/ui/problem';

function Actions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const test = useTestWebhook(webhook.id);
  const remove = useRemoveWebhook(webhook);
  return (
    <>
      <Button onClick={() => test.mutate()} loading={test.isPending}>
        {t('test')}
      </Button>
      <Button onClick={() => setEditing(true)}>{t('edit')}</Button>
      <Button color="error" onClick={() => setRemoving(true)}>
        {t('remove')}
      </Button>
      <ProblemAlert problem={test.error} />
      {editing && <WebhookForm webhook={webhook} onClose={() => setEditing(false)} />}
      <Confirm
        open={removing}
        title={t('remove_title')}
        confirm={t('remove')}
        danger
        onConfirm={async () => {
          await remove.mutateAsync();
          void navigate(paths.webhooks());
        }}
        onClose={() => setRemoving(false)}
      >
        {t('remove_text')}
      </Confirm>
    </>
  );
}

export default function WebhookPage() {
  const { t } = useTranslation('webhooks');
  const { webhook: id = '' } = useParams();
  const may = useMay('webhooks.configure');
  const { data: webhook, error, refetch } = useQuery(webhookQuery(id));
  if (error && !webhook) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  return (
    <Page
      title={webhook?.description || webhook?.url || t('title')}
      actions={webhook && may && <Actions webhook={webhook} />}
    >
      {!webhook && <Skeleton variant="rounded" height={120} />}
      {webhook && (
        <Stack sx={{ gap: 2 }}>
          <Stack direction="row" sx={{ gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
            <HealthChip webhook={webhook} />
            <code>{webhook.url}</code>
          </Stack>
          {webhook.health.last_fault && (
            <Alert severity={webhook.health.down ? 'error' : 'warning'}>{webhook.health.last_fault}</Alert>
          )}
          <Card>
            <Deliveries webhook={webhook} may={may} />
          </Card>
          {may && <Secrets webhook={webhook} />}
        </Stack>
      )}
    </Page>
  );
}
