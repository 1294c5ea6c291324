import LockIcon from '@mui/icons-material/LockOutlined';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import { permits, sessionQuery } from '@/api/session';
import { EmptyState } from '@/ui/EmptyState';
import { Page } from '@/ui/Page';
import type { NavEntry } from '@/ui/feature';

// The first page that one may see.
export function Home({ nav }: { nav: NavEntry[] }) {
  const { t } = useTranslation('app');
  const { data: session } = useQuery(sessionQuery);
  const first = nav.find(({ permission }) => permits(session?.caller.permissions ?? [], permission));
  if (first) return <Navigate to={first.path} replace />;
  return (
    <Page title="Patente">
      <EmptyState icon={LockIcon} title={t('nothing_allowed.title')} text={t('nothing_allowed.text')} />
    </Page>
  );
}
