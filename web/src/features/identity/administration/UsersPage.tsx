import AddIcon from '@mui/icons-material/PersonAddAlt';
import PeopleIcon from '@mui/icons-material/PeopleAltOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { AdministrationTabs } from '@/features/identity/administration/AdministrationTabs';
import { UserDialog } from '@/features/identity/administration/UserDialog';
import { UserForm } from '@/features/identity/administration/UserForm';
import { type User, rolesQuery, useUsers } from '@/features/identity/administration/queries';
import { Below, type Column, DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import { ShownOnce } from '@/ui/ShownOnce';
import { When } from '@/ui/When';

function stateOf({ active, locked, must_choose_password }: User) {
  if (!active) return 'inactive';
  if (locked) return 'locked';
  return must_choose_password ? 'invited' : 'active';
}
const COLOURS = { active: 'success', invited: 'info', locked: 'warning', inactive: 'default' } as const;

export default function UsersPage() {
  const { t, i18n } = useTranslation('identity');
  const may = useMay('identity.configure');
  const list = useUsers();
  const { data: roles = [] } = useQuery(rolesQuery(i18n.language));
  const [shown, setShown] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const user = list.rows?.find(({ id }) => id === shown);
  const roleName = (id: string) => roles.find((role) => role.id === id)?.name ?? id;

  const rolesOf = (each: User) => each.roles.map(roleName).join(', ') || '—';
  const columns: Column<User>[] = [
    {
      key: 'name',
      label: t('users.name'),
      width: 'minmax(0, 2fr)',
      cell: (each) => (
        <>
          {each.name}
          <Below>{rolesOf(each)}</Below>
        </>
      ),
    },
    { key: 'login', label: t('users.login'), onPhone: false, cell: ({ login }) => login },
    {
      key: 'roles',
      label: t('roles.title'),
      width: 'minmax(0, 2fr)',
      onPhone: false,
      cell: rolesOf,
    },
    {
      key: 'totp',
      label: t('users.totp'),
      width: '96px',
      onPhone: false,
      cell: ({ has_totp }) => t(has_totp ? 'yes' : 'no'),
    },
    {
      key: 'signed_in',
      label: t('users.signed_in'),
      width: '140px',
      onPhone: false,
      cell: ({ signed_in_at }) => (signed_in_at ? <When at={signed_in_at} form="short" /> : '—'),
    },
    {
      key: 'state',
      label: t('users.state.label'),
      width: '110px',
      cell: (each) => <Chip size="small" color={COLOURS[stateOf(each)]} label={t(`users.state.${stateOf(each)}`)} />,
    },
  ];
  const add = may && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('users.add')}
    </Button>
  );
  return (
    <Page title={t('users.title')} actions={add}>
      <AdministrationTabs current={paths.users()} />
      <Card>
        <DataTable
          label={t('users.title')}
          columns={columns}
          rowKey={({ id }) => id}
          onOpen={may ? ({ id }) => setShown(id) : undefined}
          empty={<EmptyState icon={PeopleIcon} title={t('users.none')} action={add} />}
          {...list}
        />
      </Card>
      {adding && <UserForm user={null} roles={roles} onPassword={setPassword} onClose={() => setAdding(false)} />}
      {user && (
        <UserDialog key={user.id} user={user} roles={roles} onPassword={setPassword} onClose={() => setShown(null)} />
      )}
      {password && (
        <ShownOnce title={t('users.one_time_password')} secret={password} onClose={() => setPassword(null)} />
      )}
    </Page>
  );
}
