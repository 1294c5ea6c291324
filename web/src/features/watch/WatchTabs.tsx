import { useTranslation } from 'react-i18next';
import { paths } from '@/app/paths';
import { PageTabs } from '@/ui/PageTabs';

export function WatchTabs({ current }: { current: string }) {
  const { t } = useTranslation('watch');
  const tabs = [
    { path: paths.alerts(), label: t('alerts') },
    { path: paths.watchLists(), label: t('lists') },
  ];
  return <PageTabs tabs={tabs} current={current} label={t('title')} />;
}
