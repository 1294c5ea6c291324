import HealthIcon from '@mui/icons-material/MonitorHeartOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const operations: Feature = {
  routes: [
    {
      path: paths.health(),
      lazy: async () => ({ Component: (await import('@/features/operations/HealthPage')).default }),
    },
    {
      path: paths.jobs(),
      lazy: async () => ({ Component: (await import('@/features/operations/JobsPage')).default }),
    },
    {
      path: paths.settings(),
      permission: 'settings.read',
      lazy: async () => ({ Component: (await import('@/features/operations/SettingsPage')).default }),
    },
  ],
  nav: [{ path: paths.health(), label: 'operations:title', icon: HealthIcon, permission: 'operations.read' }],
};
