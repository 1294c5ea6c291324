import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetKey, keepKey } from '@/api/credentials';
import { sessionQuery } from '@/api/session';
import { ProblemAlert } from '@/ui/problem';

const SHAPE = /^pat_[A-Za-z0-9_-]{43}$/;

interface SignInPageProps {
  brand: ReactNode;
  preferences: ReactNode;
}

export default function SignInPage({ brand, preferences }: SignInPageProps) {
  const { t } = useTranslation('identity');
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const [fault, setFault] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  useEffect(() => {
    document.title = `${t('sign_in.title')} · Patente`;
  }, [t]);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    setFault(!SHAPE.test(key.trim()));
    if (!SHAPE.test(key.trim())) return;
    keepKey(key.trim());
    try {
      setProblem(null);
      await client.fetchQuery({ ...sessionQuery, staleTime: 0, retry: false });
    } catch (refusal) {
      forgetKey();
      setProblem(refusal);
    }
  };
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Card sx={{ width: '100%', maxWidth: 400 }}>
        {brand}
        <Stack component="form" noValidate onSubmit={(event) => void signIn(event)} sx={{ gap: 2, px: 3, pb: 1 }}>
          <Typography variant="h1">{t('sign_in.title')}</Typography>
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
          <Button type="submit" variant="contained" size="large">
            {t('sign_in.submit')}
          </Button>
        </Stack>
        {preferences}
      </Card>
    </Box>
  );
}
