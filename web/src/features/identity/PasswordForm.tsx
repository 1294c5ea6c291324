import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choosePassword, useTakeSession } from '@/features/identity/queries';
import { useAttempt } from '@/features/identity/useAttempt';
import { ProblemAlert, faultOf } from '@/ui/problem';

export function PasswordForm({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation('identity');
  const take = useTakeSession();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const { problem, running, onSubmit } = useAttempt(async () => {
    setDiffers(chosen !== again);
    if (chosen !== again) return;
    take(await choosePassword({ current, new: chosen }));
    onDone?.();
  });
  const field = (
    label: string,
    value: string,
    onChange: (value: string) => void,
    kind: 'current-password' | 'new-password',
  ) => ({
    label,
    value,
    type: 'password',
    autoComplete: kind,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  });
  return (
    <Stack component="form" noValidate onSubmit={onSubmit} sx={{ gap: 2 }}>
      <ProblemAlert problem={problem} fields={['/current', '/new']} />
      <TextField
        {...field(t('password.current'), current, setCurrent, 'current-password')}
        {...faultOf(problem, '/current')}
      />
      <TextField
        helperText={t('password.new_help')}
        {...field(t('password.new'), chosen, setChosen, 'new-password')}
        {...faultOf(problem, '/new')}
      />
      <TextField
        error={differs}
        helperText={differs && t('password.again_fault')}
        {...field(t('password.again'), again, setAgain, 'new-password')}
      />
      <Button type="submit" variant="contained" loading={running}>
        {t('password.submit')}
      </Button>
    </Stack>
  );
}
