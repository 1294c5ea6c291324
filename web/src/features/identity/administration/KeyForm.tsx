import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PermissionPicker } from '@/features/identity/administration/PermissionPicker';
import { useMakeKey } from '@/features/identity/administration/queries';
import { FormDialog } from '@/ui/FormDialog';
import { faultOf } from '@/ui/problem';

interface KeyFormProps {
  onMade: (secret: string) => void;
  onClose: () => void;
}

export function KeyForm({ onMade, onClose }: KeyFormProps) {
  const { t } = useTranslation('identity');
  const [name, setName] = useState('');
  const [permissions, setPermissions] = useState<string[]>([]);
  const [expires, setExpires] = useState('');
  const make = useMakeKey();
  const submit = async () => {
    const { secret } = await make.mutateAsync({
      name,
      permissions,
      expires_at: expires ? new Date(`${expires}T23:59:59`).toISOString() : null,
      zones: [],
      devices: [],
    });
    if (secret) onMade(secret);
  };
  return (
    <FormDialog
      title={t('keys.add')}
      submit={t('keys.make')}
      fields={['/name', '/permissions', '/expires_at']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <TextField
            label={t('keys.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoFocus
            helperText={t('keys.name_help')}
            {...faultOf(problem, '/name')}
          />
          <TextField
            type="date"
            label={t('keys.expires_at')}
            value={expires}
            onChange={(event) => setExpires(event.target.value)}
            slotProps={{ inputLabel: { shrink: true } }}
            {...faultOf(problem, '/expires_at')}
          />
          <PermissionPicker chosen={permissions} onChange={setPermissions} {...faultOf(problem, '/permissions')} />
        </>
      )}
    </FormDialog>
  );
}
