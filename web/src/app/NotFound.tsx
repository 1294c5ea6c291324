import SearchOffIcon from '@mui/icons-material/SearchOff';
import { useTranslation } from 'react-i18next';
import { HomeButton } from '@/app/HomeButton';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';

export function NotFound() {
  const { t } = useTranslation('app');
  return (
    <Page title={t('missing.title')}>
      <EmptyState icon={SearchOffIcon} title={t('missing.title')} text={t('missing.text')} action={<HomeButton />} />
    </Page>
  );
}
