import AddIcon from '@mui/icons-material/Add';
import WebhookIcon from '@mui/icons-material/Webhook';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { HealthChip } from '@/features/webhooks/HealthChip';
import { WebhookForm } from '@/features/webhooks/WebhookForm';
import { type Webhook, useWebhooks } from '@/features/webhooks/queries';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { ShownOnce } from '@/ui/ShownOnce';

export default function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const format = useFormat();
  const navigate = useNavigate();
  const may = useMay('webhooks.configure');
  const list = useWebhooks();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);

  const columns: Column<Webhook>[] = [
    {
      key: 'url',
      label: t('address'),
      width: 'minmax(0, 3fr)',
      cell: ({ url, description }) => (
        <>
          {url}
          {description && (
            <Typography variant="body2" color="textSecondary">
              {description}
            </Typography>
          )}
        </>
      ),
    },
    {
      key: 'types',
      label: t('types'),
      width: 'minmax(0, 2fr)',
      onPhone: false,
      cell: ({ types = [] }) => types.join(', ') || t('all_types'),
    },
    {
      key: 'waiting',
      label: t('waiting'),
      align: 'right',
      width: '96px',
      onPhone: false,
      cell: ({ health }) => format.number(health.waiting),
    },
    {
      key: 'dead',
      label: t('dead'),
      align: 'right',
      width: '96px',
      onPhone: false,
      cell: ({ health }) => format.number(health.dead),
    },
    { key: 'health', label: t('health.label'), width: '120px', cell: (webhook) => <HealthChip webhook={webhook} /> },
  ];
  const add = may && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} actions={add}>
      <Card>
        <DataTable
          label={t('title')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate(paths.webhook(id))}
          empty={<EmptyState icon={WebhookIcon} title={t('empty.title')} text={t('empty.text')} action={add} />}
          {...list}
        />
      </Card>
      {adding && (
        <WebhookForm
          webhook={null}
          onAdded={(made) => setSecret(made.secrets[0]?.secret ?? null)}
          onClose={() => setAdding(false)}
        />
      )}
      {secret && <ShownOnce title={t('secret_new')} secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}
