import LockIcon from '@mui/icons-material/LockOutlined';
import { useTranslation } from 'react-i18next';
import { HomeButton } from '@/app/HomeButton';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

// In the place of a page that one may not see.
export function NotAllowed() {
  const { t } = useTranslation('app');
  return (
    <Page title={t('not_allowed.title')}>
      <EmptyState icon={LockIcon} title={t('not_allowed.title')} text={t('not_allowed.text')} action={<HomeButton />} />
    </Page>
  );
}
