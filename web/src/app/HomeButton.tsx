import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/app/paths';

export function HomeButton() {
  const { t } = useTranslation('app');
  return (
    <Button component={Link} to={paths.home()} variant="outlined" sx={{ mt: 1 }}>
      {t('missing.home')}
    </Button>
  );
}
