import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Entrance, type EntranceProps } from '@/features/identity/Entrance';
import { PasswordForm } from '@/features/identity/PasswordForm';

export default function FirstPasswordPage(around: EntranceProps) {
  const { t } = useTranslation('identity');
  return (
    <Entrance {...around} title={t('password.title')}>
      <Typography color="textSecondary" sx={{ mb: 2 }}>
        {t('password.first')}
      </Typography>
      <PasswordForm />
    </Entrance>
  );
}
