import LockIcon from '@mui/icons-material/LockOutlined';
import SearchOffIcon from '@mui/icons-material/SearchOff';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/app/paths';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

const ICONS = { missing: SearchOffIcon, not_allowed: LockIcon };

// In the place of a page that is not there, or that one may not see.
export function NoPage({ why }: { why: keyof typeof ICONS }) {
  const { t } = useTranslation('app');
  const home = (
    <Button component={Link} to={paths.home()} variant="outlined" sx={{ mt: 1 }}>
      {t('home')}
    </Button>
  );
  return (
    <Page title={t(`no_page.${why}.title`)}>
      <EmptyState icon={ICONS[why]} title={t(`no_page.${why}.text`)} action={home} />
    </Page>
  );
}
