import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import StampIcon from '@mui/icons-material/ApprovalOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const discounts: Feature = {
  routes: [
    { path: paths.permits(), lazy: async () => ({ Component: (await import('./PermitsPage')).default }) },
    {
      path: paths.newPermit(),
      permission: 'discounts.configure',
      lazy: async () => ({ Component: (await import('./NewPermitPage')).default }),
    },
    { path: paths.permit(':permit'), lazy: async () => ({ Component: (await import('./PermitPage')).default }) },
    { path: paths.stamps(), lazy: async () => ({ Component: (await import('./StampsPage')).default }) },
    {
      path: paths.newStamp(),
      permission: 'discounts.configure',
      lazy: async () => ({ Component: (await import('./NewStampPage')).default }),
    },
    {
      path: paths.giveStamp(),
      permission: 'discounts.validate',
      lazy: async () => ({ Component: (await import('./GivePage')).default }),
    },
    { path: paths.stamp(':stamp'), lazy: async () => ({ Component: (await import('./StampPage')).default }) },
  ],
  nav: [
    { path: paths.permits(), label: 'discounts:permits.title', icon: BadgeIcon, permission: 'discounts.read' },
    { path: paths.stamps(), label: 'discounts:stamps.title', icon: StampIcon, permission: 'discounts.read' },
  ],
};
