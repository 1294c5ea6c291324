import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PermissionPicker } from '@/features/identity/administration/PermissionPicker';
import { type Role, permissionsQuery, useSaveRole } from '@/features/identity/administration/queries';
import { FormDialog } from '@/ui/FormDialog';
import { faultOf } from '@/ui/problem';

interface RoleFormProps {
  role: Role | null; // null: a new one
  mayEdit: boolean;
  onClose: () => void;
}

function RoleShown({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t, i18n } = useTranslation(['identity', 'ui']);
  const { data: permissions = [] } = useQuery(permissionsQuery(i18n.language));
  const textOf = (id: string) => permissions.find((each) => each.id === id)?.text ?? id;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="role">
      <DialogTitle id="role">{role.name}</DialogTitle>
      <DialogContent>
        {role.permissions.includes('*') && <Typography>{t('all_permissions')}</Typography>}
        <ul>
          {role.permissions
            .filter((id) => id !== '*')
            .map((id) => (
              <li key={id}>{textOf(id)}</li>
            ))}
        </ul>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('ui:close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

export function RoleForm({ role, mayEdit, onClose }: RoleFormProps) {
  const { t } = useTranslation(['identity', 'ui']);
  const [id, setId] = useState(role?.id ?? '');
  const [name, setName] = useState(role?.name ?? '');
  const [permissions, setPermissions] = useState(role?.permissions ?? []);
  const save = useSaveRole(role);
  if (role && !mayEdit) return <RoleShown role={role} onClose={onClose} />;
  return (
    <FormDialog
      title={role ? role.name : t('roles.add')}
      submit={t('ui:save')}
      fields={['/id', '/name', '/permissions']}
      onSubmit={() => save.mutateAsync({ id, name, permissions })}
      onClose={onClose}
    >
      {(problem) => (
        <>
          {!role && (
            <TextField
              label={t('roles.id')}
              value={id}
              onChange={(event) => setId(event.target.value)}
              autoFocus
              helperText={t('roles.id_help')}
              {...faultOf(problem, '/id')}
            />
          )}
          <TextField
            label={t('roles.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            {...faultOf(problem, '/name')}
          />
          <PermissionPicker chosen={permissions} onChange={setPermissions} {...faultOf(problem, '/permissions')} />
        </>
      )}
    </FormDialog>
  );
}
