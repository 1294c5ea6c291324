import type { RouteObject } from 'react-router';
import { Home } from '@/app/Home';
import { NoPage } from '@/app/NoPage';
import { RouteProblem } from '@/app/RouteProblem';
import { Shell } from '@/app/Shell';
import { audit } from '@/features/audit';
import { captures } from '@/features/captures';
import { dashboard } from '@/features/dashboard';
import { devices } from '@/features/devices';
import { discounts } from '@/features/discounts';
import { identity } from '@/features/identity';
import { administration } from '@/features/identity/administration';
import { operations } from '@/features/operations';
import { parking } from '@/features/parking';
import { till } from '@/features/till';
import { sightings } from '@/features/sightings';
import { watch } from '@/features/watch';
import { webhooks } from '@/features/webhooks';
import type { Feature, PageRoute } from '@/ui/feature';

// In the order of the navigation: one line a feature.
const features: Feature[] = [
  dashboard,
  captures,
  sightings,
  parking,
  watch,
  till,
  discounts,
  devices,
  webhooks,
  operations,
  identity,
  administration,
  audit,
];

export const nav = features.flatMap((feature) => feature.nav ?? []);

// Tells the shell what the page needs, so that it draws nothing of it for those who may not see it.
function guarded({ permission, ...route }: PageRoute): RouteObject {
  const address = `/${route.path.replace(/^\//, '')}`;
  const entry = nav.find(({ path }) => address === path || address.startsWith(`${path}/`));
  return { ...route, handle: { permission: permission ?? entry?.permission } };
}

export const routes: RouteObject[] = [
  {
    path: '/',
    element: (
      <Shell
        nav={nav}
        background={features.flatMap((feature) => feature.background ?? [])}
        banners={features.flatMap((feature) => feature.banner ?? [])}
      />
    ),
    errorElement: <RouteProblem />,
    children: [
      {
        errorElement: <RouteProblem />,
        children: [
          { index: true, element: <Home nav={nav} /> },
          ...features.flatMap((feature) => feature.routes.map(guarded)),
          { path: '*', element: <NoPage why="missing" /> },
        ],
      },
    ],
  },
];
