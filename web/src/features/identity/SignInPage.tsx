import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Entrance, type EntranceProps } from '@/features/identity/Entrance';
import { KeySignIn } from '@/features/identity/KeySignIn';
import { PasswordSignIn } from '@/features/identity/PasswordSignIn';

export default function SignInPage(around: EntranceProps) {
  const { t } = useTranslation('identity');
  const [withKey, setWithKey] = useState(false);
  return (
    <Entrance {...around} title={t('sign_in.title')}>
      {withKey ? <KeySignIn /> : <PasswordSignIn />}
      <Button fullWidth onClick={() => setWithKey(!withKey)} sx={{ mt: 1 }}>
        {t(withKey ? 'sign_in.with_password' : 'sign_in.with_key')}
      </Button>
    </Entrance>
  );
}
