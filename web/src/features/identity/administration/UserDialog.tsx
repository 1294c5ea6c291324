import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { UserForm } from '@/features/identity/administration/UserForm';
import { type Role, type User, useUserActs } from '@/features/identity/administration/queries';
import { Confirm } from '@/ui/Confirm';

type Act = 'password' | 'totp' | 'sessions' | 'lock' | 'remove';

interface UserDialogProps {
  user: User;
  roles: Role[];
  onPassword: (password: string) => void;
  onClose: () => void;
}

// One account and what can be done to it. Each act asks first.
export function UserDialog({ user, roles, onPassword, onClose }: UserDialogProps) {
  const { t } = useTranslation(['identity', 'ui']);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<Act | null>(null);
  const acts = useUserActs(user);
  const run: Record<Act, () => Promise<unknown>> = {
    password: async () => {
      const { one_time_password: made } = await acts.newPassword.mutateAsync();
      if (made) onPassword(made);
    },
    totp: () => acts.dropTotp.mutateAsync(),
    sessions: () => acts.signOut.mutateAsync(),
    lock: () => acts.unlock.mutateAsync(),
    remove: async () => {
      await acts.remove.mutateAsync();
      onClose();
    },
  };
  const offered: Act[] = [
    ...(user.locked ? ['lock' as const] : []),
    'password',
    ...(user.has_totp ? ['totp' as const] : []),
    'sessions',
    'remove',
  ];
  if (editing) return <UserForm user={user} roles={roles} onPassword={onPassword} onClose={() => setEditing(false)} />;
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="user">
      <DialogTitle id="user">{user.name}</DialogTitle>
      <DialogContent>
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {user.login}
        </Typography>
        <Stack sx={{ gap: 1, alignItems: 'stretch' }}>
          {offered.map((act) => (
            <Button
              key={act}
              variant="outlined"
              color={act === 'remove' ? 'error' : 'primary'}
              onClick={() => setAsked(act)}
            >
              {t(`users.act.${act}`)}
            </Button>
          ))}
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{t('ui:close')}</Button>
        <Button variant="contained" onClick={() => setEditing(true)}>
          {t('users.edit')}
        </Button>
      </DialogActions>
      {asked && (
        <Confirm
          open
          title={`${t(`users.act.${asked}`)}: ${user.name}`}
          confirm={t(`users.act.${asked}`)}
          danger={asked === 'remove'}
          onConfirm={run[asked]}
          onClose={() => setAsked(null)}
        >
          {t(`users.ask.${asked}`)}
        </Confirm>
      )}
    </Dialog>
  );
}
