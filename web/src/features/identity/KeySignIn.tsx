import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetKey, keepKey } from '@/api/credentials';
import { sessionQuery } from '@/api/session';
import { useAttempt } from '@/features/identity/useAttempt';
import { ProblemAlert } from '@/ui/problem';

const SHAPE = /^pat_[A-Za-z0-9_-]{43}$/;

export function KeySignIn() {
  const { t } = useTranslation('identity');
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const [fault, setFault] = useState(false);
  const { problem, running, onSubmit } = useAttempt(async () => {
    setFault(!SHAPE.test(key.trim()));
    if (!SHAPE.test(key.trim())) return;
    keepKey(key.trim());
    try {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0, retry: false });
    } catch (refusal) {
      forgetKey();
      throw refusal;
    }
  });
  return (
    <Stack component="form" noValidate onSubmit={onSubmit} sx={{ gap: 2 }}>
      <ProblemAlert problem={problem} />
      <TextField
        label={t('sign_in.key')}
        value={key}
        onChange={(event) => setKey(event.target.value)}
        error={fault}
        helperText={fault ? t('sign_in.key_fault') : t('sign_in.key_help')}
        autoComplete="off"
        autoFocus
      />
      <Button type="submit" variant="contained" size="large" loading={running}>
        {t('sign_in.submit')}
      </Button>
    </Stack>
  );
}
