import AddIcon from '@mui/icons-material/Add';
import KeyIcon from '@mui/icons-material/VpnKeyOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/app/paths';
import { AdministrationTabs } from '@/features/identity/administration/AdministrationTabs';
import { KeyForm } from '@/features/identity/administration/KeyForm';
import { type Key, keysQuery, useRevokeKey } from '@/features/identity/administration/queries';
import { Confirm } from '@/ui/Confirm';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { ShownOnce } from '@/ui/ShownOnce';
import { When } from '@/ui/When';

export default function KeysPage() {
  const { t } = useTranslation('identity');
  const { data: keys, error, refetch, dataUpdatedAt } = useQuery(keysQuery);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<Key | null>(null);
  const revoke = useRevokeKey();
  const isOver = ({ revoked_at, expires_at }: Key) =>
    revoked_at ? 'revoked' : expires_at && Date.parse(expires_at) < dataUpdatedAt ? 'expired' : null;
  const columns: Column<Key>[] = [
    { key: 'name', label: t('keys.name'), width: 'minmax(0, 2fr)', cell: ({ name }) => name },
    {
      key: 'permissions',
      label: t('permissions'),
      width: 'minmax(0, 3fr)',
      onPhone: false,
      cell: ({ permissions }) => (permissions.includes('*') ? t('all_permissions') : permissions.join(', ')),
    },
    {
      key: 'made',
      label: t('keys.made_at'),
      width: '120px',
      onPhone: false,
      cell: ({ made_at }) => <When at={made_at} form="date" />,
    },
    {
      key: 'expires',
      label: t('keys.expires_at'),
      width: '104px',
      cell: ({ expires_at }) => (expires_at ? <When at={expires_at} form="date" /> : t('keys.never')),
    },
    {
      key: 'act',
      label: '',
      width: '80px',
      align: 'right',
      cell: (key) => {
        const over = isOver(key);
        if (over) return <Chip size="small" label={t(`keys.${over}`)} />;
        return (
          <Button
            color="error"
            size="small"
            onClick={() => setRevoked(key)}
            aria-label={t('keys.revoke_name', { name: key.name })}
          >
            {t('keys.revoke')}
          </Button>
        );
      },
    },
  ];
  const add = (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('keys.add')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={add}>
      <AdministrationTabs current={paths.keys()} />
      <Card>
        <DataTable
          label={t('keys.title')}
          columns={columns}
          rows={keys}
          rowKey={({ id }) => id}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState icon={KeyIcon} title={t('keys.none')} action={add} />}
        />
      </Card>
      {adding && <KeyForm onMade={setSecret} onClose={() => setAdding(false)} />}
      {secret && <ShownOnce title={t('keys.new')} secret={secret} onClose={() => setSecret(null)} />}
      <Confirm
        open={revoked !== null}
        title={t('keys.revoke_name', { name: revoked?.name ?? '' })}
        confirm={t('keys.revoke')}
        danger
        onConfirm={async () => revoked && revoke.mutateAsync(revoked.id)}
        onClose={() => setRevoked(null)}
      >
        {t('keys.revoke_text')}
      </Confirm>
    </Page>
  );
}
