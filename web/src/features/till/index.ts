import TillIcon from '@mui/icons-material/PointOfSaleOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const till: Feature = {
  routes: [
    { path: paths.till(), lazy: async () => ({ Component: (await import('./TillPage')).default }) },
    {
      path: paths.closings(),
      permission: 'till.read',
      lazy: async () => ({ Component: (await import('./ClosingsPage')).default }),
    },
    {
      path: paths.closing(':number'),
      permission: 'till.read',
      lazy: async () => ({ Component: (await import('./ClosingPage')).default }),
    },
  ],
  nav: [
    { path: paths.till(), label: 'till:title', icon: TillIcon, permission: 'till.close' },
    {
      path: paths.closings(),
      label: 'till:closings.title',
      icon: TillIcon,
      permission: 'till.read',
      unless: 'till.close',
    },
  ],
};
