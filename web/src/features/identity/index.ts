import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const identity: Feature = {
  routes: [
    { path: paths.account().slice(1), lazy: async () => ({ Component: (await import('./AccountPage')).default }) },
  ],
};
