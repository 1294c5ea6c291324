import type { RouteObject } from 'react-router';
import { Home } from '@/app/Home';
import { NotFound } from '@/app/NotFound';
import { RouteProblem } from '@/app/RouteProblem';
import { Shell } from '@/app/Shell';
import { captures } from '@/features/captures';
import { devices } from '@/features/devices';
import { identity } from '@/features/identity';
import { sightings } from '@/features/sightings';
import { watch } from '@/features/watch';
import { webhooks } from '@/features/webhooks';
import type { Feature } from '@/ui/feature';

// In the order of the navigation: one line a feature.
const features: Feature[] = [captures, sightings, watch, devices, webhooks, identity];

export const nav = features.flatMap((feature) => feature.nav ?? []);

export const routes: RouteObject[] = [
  {
    path: '/',
    element: <Shell nav={nav} background={features.flatMap((feature) => feature.background ?? [])} />,
    errorElement: <RouteProblem />,
    children: [
      {
        errorElement: <RouteProblem />,
        children: [
          { index: true, element: <Home nav={nav} /> },
          ...features.flatMap((feature) => feature.routes),
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
];
