import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const dashboard: Feature = {
  routes: [
    {
      path: paths.dashboard(),
      lazy: async () => ({ Component: (await import('@/features/dashboard/DashboardPage')).default }),
    },
  ],
  nav: [{ path: paths.dashboard(), label: 'dashboard:title', icon: DashboardIcon, permission: 'parking.read' }],
};
