import SearchOffIcon from '@mui/icons-material/SearchOff';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/app/paths';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export function NotFound() {
  const { t } = useTranslation('app');
  const home = (
    <Button component={Link} to={paths.home()} variant="outlined" sx={{ mt: 1 }}>
      {t('missing.home')}
    </Button>
  );
  return (
    <Page title={t('missing.title')}>
      <EmptyState icon={SearchOffIcon} title={t('missing.title')} text={t('missing.text')} action={home} />
    </Page>
  );
}
