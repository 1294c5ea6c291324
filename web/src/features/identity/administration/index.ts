import PeopleIcon from '@mui/icons-material/PeopleAltOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const administration: Feature = {
  routes: [
    {
      path: paths.users(),
      lazy: async () => ({ Component: (await import('@/features/identity/administration/UsersPage')).default }),
    },
    {
      path: paths.roles(),
      lazy: async () => ({ Component: (await import('@/features/identity/administration/RolesPage')).default }),
    },
    {
      path: paths.keys(),
      permission: 'keys.configure',
      lazy: async () => ({ Component: (await import('@/features/identity/administration/KeysPage')).default }),
    },
  ],
  nav: [{ path: paths.users(), label: 'identity:users.title', icon: PeopleIcon, permission: 'identity.read' }],
};
