import { useTranslation } from 'react-i18next';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';
import { PageTabs } from '@/ui/PageTabs';

export function AdministrationTabs({ current }: { current: string }) {
  const { t } = useTranslation('identity');
  const mayKeys = useMay('keys.configure');
  const tabs = [
    { path: paths.users(), label: t('users.title') },
    { path: paths.roles(), label: t('roles.title') },
    ...(mayKeys ? [{ path: paths.keys(), label: t('keys.title') }] : []),
  ];
  return <PageTabs tabs={tabs} current={current} label={t('users.title')} />;
}
