import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import MenuItem from '@mui/material/MenuItem';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '@/i18n';
import { type Role, type User, useSaveUser } from '@/features/identity/administration/queries';
import { FormDialog } from '@/ui/FormDialog';
import { emptyChoice } from '@/ui/emptyChoice';
import { faultOf } from '@/ui/problem';

interface UserFormProps {
  user: User | null; // null: a new one
  roles: Role[];
  onPassword: (password: string) => void;
  onClose: () => void;
}

export function UserForm({ user, roles, onPassword, onClose }: UserFormProps) {
  const { t } = useTranslation(['identity', 'ui', 'app']);
  const [login, setLogin] = useState(user?.login ?? '');
  const [name, setName] = useState(user?.name ?? '');
  const [chosen, setChosen] = useState(user?.roles ?? []);
  const [language, setLanguage] = useState(user?.language ?? '');
  const [active, setActive] = useState(user?.active ?? true);
  const save = useSaveUser(user);
  const submit = async () => {
    const made = await save.mutateAsync({
      login,
      name,
      roles: chosen,
      language: language || null,
      active,
      zones: user?.zones ?? [],
      devices: user?.devices ?? [],
    });
    if (made.one_time_password) onPassword(made.one_time_password);
  };
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <FormDialog
      title={user ? user.name : t('users.add')}
      submit={t('ui:save')}
      fields={['/login', '/name', '/roles', '/language']}
      onSubmit={submit}
      onClose={onClose}
    >
      {(problem) => {
        const fault = faultOf(problem, '/roles');
        return (
          <>
            <TextField
              label={t('users.login')}
              value={login}
              onChange={(event) => setLogin(event.target.value)}
              autoFocus
              autoComplete="off"
              helperText={t('users.login_help')}
              {...faultOf(problem, '/login')}
            />
            <TextField
              label={t('users.name')}
              value={name}
              onChange={(event) => setName(event.target.value)}
              {...faultOf(problem, '/name')}
            />
            <FormControl component="fieldset" error={fault.error}>
              <FormLabel component="legend">{t('roles.title')}</FormLabel>
              <FormGroup>
                {roles.map(({ id, name: role }) => (
                  <FormControlLabel
                    key={id}
                    control={<Checkbox checked={chosen.includes(id)} onChange={() => toggle(id)} />}
                    label={role}
                  />
                ))}
              </FormGroup>
              {fault.helperText && <FormHelperText>{fault.helperText}</FormHelperText>}
            </FormControl>
            <TextField
              select
              label={t('app:language.label')}
              value={language}
              slotProps={emptyChoice}
              onChange={(event) => setLanguage(event.target.value)}
              {...faultOf(problem, '/language')}
            >
              <MenuItem value="">{t('users.language_of_browser')}</MenuItem>
              {LANGUAGES.map((each) => (
                <MenuItem key={each} value={each}>
                  {t(`app:language.${each}`)}
                </MenuItem>
              ))}
            </TextField>
            <FormControlLabel
              control={<Switch checked={active} onChange={(event) => setActive(event.target.checked)} />}
              label={t('users.active')}
            />
          </>
        );
      }}
    </FormDialog>
  );
}
