import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { PageTabs } from '@/ui/PageTabs';

export function OperationsTabs({ current }: { current: string }) {
  const { t } = useTranslation('operations');
  const maySettings = useMay('settings.read');
  const tabs = [
    { path: paths.health(), label: t('health.title') },
    { path: paths.jobs(), label: t('jobs.title') },
    ...(maySettings ? [{ path: paths.settings(), label: t('settings.title') }] : []),
  ];
  return <PageTabs tabs={tabs} current={current} label={t('title')} />;
}
