import AddIcon from '@mui/icons-material/Add';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { useFormat } from '@/i18n/format';
import { AdministrationTabs } from '@/features/identity/administration/AdministrationTabs';
import { RoleForm } from '@/features/identity/administration/RoleForm';
import { type Role, rolesQuery, useRemoveRole } from '@/features/identity/administration/queries';
import { Confirm } from '@/ui/Confirm';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export default function RolesPage() {
  const { t, i18n } = useTranslation('identity');
  const format = useFormat();
  const may = useMay('identity.configure');
  const { data: roles, error, refetch } = useQuery(rolesQuery(i18n.language));
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  const [removed, setRemoved] = useState<Role | null>(null);
  const remove = useRemoveRole();
  const count = ({ permissions }: Role) =>
    permissions.includes('*') ? t('all_permissions') : format.number(permissions.length);
  const columns: Column<Role>[] = [
    {
      key: 'name',
      label: t('roles.name'),
      width: 'minmax(0, 1.5fr)',
      cell: (role) => (
        <>
          {role.name}
          <Below>{role.permissions.includes('*') ? count(role) : `${t('permissions')}: ${count(role)}`}</Below>
        </>
      ),
    },
    { key: 'id', label: t('roles.id'), onPhone: false, cell: ({ id }) => <code>{id}</code> },
    {
      key: 'permissions',
      label: t('permissions'),
      onPhone: false,
      cell: count,
    },
    {
      key: 'built_in',
      label: '',
      width: '88px',
      cell: (role) => {
        if (role.built_in) return <Chip size="small" variant="outlined" label={t('roles.built_in')} />;
        return (
          may && (
            <IconButton
              aria-label={t('roles.remove_name', { name: role.name })}
              onClick={(event) => {
                event.stopPropagation();
                setRemoved(role);
              }}
            >
              <DeleteIcon />
            </IconButton>
          )
        );
      },
    },
  ];
  const add = may && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setEdited('new')}>
      {t('roles.add')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={add}>
      <AdministrationTabs current={paths.roles()} />
      <Card>
        <DataTable
          label={t('roles.title')}
          columns={columns}
          rows={roles}
          rowKey={({ id }) => id}
          onOpen={(role) => setEdited(role)}
          problem={error}
          onRetry={() => void refetch()}
          empty={<EmptyState title={t('roles.none')} action={add} />}
        />
      </Card>
      {edited && (
        <RoleForm
          key={edited === 'new' ? 'new' : edited.id}
          role={edited === 'new' ? null : edited}
          mayEdit={may && (edited === 'new' || edited.editable)}
          onClose={() => setEdited(null)}
        />
      )}
      <Confirm
        open={removed !== null}
        title={t('roles.remove_name', { name: removed?.name ?? '' })}
        confirm={t('roles.remove')}
        danger
        onConfirm={async () => removed && remove.mutateAsync(removed)}
        onClose={() => setRemoved(null)}
      />
    </Page>
  );
}
