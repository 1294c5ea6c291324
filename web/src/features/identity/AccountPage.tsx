import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { sessionQuery } from '@/api/session';
import { paths } from '@/app/paths';
import { PasswordForm } from '@/features/identity/PasswordForm';
import { SessionsCard } from '@/features/identity/SessionsCard';
import { TotpCard } from '@/features/identity/TotpCard';
import { Page } from '@/ui/Page';

function PasswordCard() {
  const { t } = useTranslation('identity');
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <Card component="section" sx={{ p: 2 }}>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {t('sign_in.password')}
      </Typography>
      {changed && (
        <Alert severity="success" sx={{ mb: 2 }}>
          {t('password.changed')}
        </Alert>
      )}
      {changing ? (
        <PasswordForm
          onDone={() => {
            setChanging(false);
            setChanged(true);
          }}
        />
      ) : (
        <Button variant="outlined" onClick={() => setChanging(true)}>
          {t('password.change')}
        </Button>
      )}
    </Card>
  );
}

export default function AccountPage() {
  const { t } = useTranslation('identity');
  const { data: session } = useQuery(sessionQuery);
  const user = session?.user;
  if (!user) return <Navigate to={paths.home()} replace />; // a key has none
  return (
    <Page title={t('account.title')} width="narrow">
      <Stack sx={{ gap: 2 }}>
        <Card component="section" sx={{ p: 2 }}>
          <Typography variant="h2">{user.name}</Typography>
          <Typography color="textSecondary">
            {t('account.login')}: {user.login} · {t('account.roles')}:{' '}
            {user.roles.map((role) => t(`role.${role}`, role)).join(', ')}
          </Typography>
        </Card>
        <PasswordCard />
        <TotpCard on={user.has_totp} />
        <SessionsCard />
      </Stack>
    </Page>
  );
}
