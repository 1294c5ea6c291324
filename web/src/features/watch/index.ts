import AlertIcon from '@mui/icons-material/NotificationsActiveOutlined';
import { lazy } from 'react';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const watch: Feature = {
  routes: [
    {
      path: paths.alerts(),
      lazy: async () => ({ Component: (await import('@/features/watch/AlertsPage')).default }),
    },
    {
      path: paths.watchLists(),
      lazy: async () => ({ Component: (await import('@/features/watch/ListsPage')).default }),
    },
    {
      path: paths.watchList(':list'),
      lazy: async () => ({ Component: (await import('@/features/watch/ListPage')).default }),
    },
  ],
  nav: [{ path: paths.alerts(), label: 'watch:title', icon: AlertIcon, permission: 'watch.read' }],
  banner: { permission: 'watch.read', Banner: lazy(() => import('@/features/watch/AlarmBanner')) },
};
