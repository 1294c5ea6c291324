import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { CodeField } from '@/features/identity/CodeField';
import { signIn, useTakeSession } from '@/features/identity/queries';
import { useAttempt } from '@/features/identity/useAttempt';
import { ProblemAlert, faultOf } from '@/ui/problem';

const wantsCode = (problem: unknown) => problem instanceof Problem && problem.code === 'totp-needed';

export function PasswordSignIn() {
  const { t } = useTranslation('identity');
  const take = useTakeSession();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null); // null: not asked for yet
  const { problem, running, onSubmit } = useAttempt(async () => {
    try {
      take(await signIn({ login: login.trim(), password, ...(code !== null && { code }) }));
    } catch (refusal) {
      if (!wantsCode(refusal)) throw refusal;
      setCode('');
    }
  });
  return (
    <Stack component="form" noValidate onSubmit={onSubmit} sx={{ gap: 2 }}>
      <ProblemAlert problem={problem} fields={['/login', '/password', '/code']} />
      <TextField
        label={t('sign_in.login')}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        {...faultOf(problem, '/login')}
      />
      <TextField
        label={t('sign_in.password')}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        {...faultOf(problem, '/password')}
      />
      {code !== null && (
        <CodeField
          label={t('sign_in.code')}
          help={t('sign_in.code_help')}
          value={code}
          onChange={setCode}
          problem={problem}
        />
      )}
      <Button type="submit" variant="contained" size="large" loading={running}>
        {t('sign_in.submit')}
      </Button>
    </Stack>
  );
}
