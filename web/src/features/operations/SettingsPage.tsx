import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '@/app/paths';
import { OperationsTabs } from '@/features/operations/OperationsTabs';
import { type Setting, settingsQuery } from '@/features/operations/queries';
import { type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export default function SettingsPage() {
  const { t, i18n } = useTranslation('operations');
  const { data: settings, error, refetch } = useQuery(settingsQuery(i18n.language));
  const [sought, setSought] = useState('');
  const fits = ({ name, help }: Setting) => `${name} ${help}`.toLowerCase().includes(sought.trim().toLowerCase());
  const valueOf = ({ secret, value, source }: Setting) => {
    if (secret) return source === 'default' ? t('settings.unset') : '••••••';
    return value && value !== '[]' ? value : t('settings.unset');
  };
  const columns: Column<Setting>[] = [
    {
      key: 'name',
      label: t('settings.name'),
      width: 'minmax(0, 3fr)',
      cell: ({ name, help }) => (
        <>
          <code>{name}</code>
          <Typography variant="body2" color="textSecondary">
            {help}
          </Typography>
        </>
      ),
    },
    {
      key: 'value',
      label: t('settings.value'),
      width: 'minmax(0, 2fr)',
      cell: (setting) => <code>{valueOf(setting)}</code>,
    },
    {
      key: 'default',
      label: t('settings.default'),
      onPhone: false,
      cell: (setting) => (setting.default && setting.default !== '[]' ? setting.default : '—'),
    },
    {
      key: 'source',
      label: t('settings.source.label'),
      width: '130px',
      onPhone: false,
      cell: ({ source }) => (
        <Chip
          size="small"
          variant={source === 'default' ? 'outlined' : 'filled'}
          label={t(`settings.source.${source}`)}
        />
      ),
    },
  ];
  return (
    <Page title={t('title')}>
      <OperationsTabs current={paths.settings()} />
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('settings.text')}
      </Typography>
      <TextField
        label={t('settings.search')}
        type="search"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        sx={{ mb: 2, maxWidth: 400 }}
      />
      <Card>
        <DataTable
          label={t('settings.title')}
          columns={columns}
          rows={settings?.filter(fits)}
          rowKey={({ name }) => name}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState title={t('settings.none')} />}
        />
      </Card>
    </Page>
  );
}
