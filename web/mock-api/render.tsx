// Draws a page at an address, with the providers of the app.
import { render } from '@testing-library/react';
import { Suspense, type ReactElement } from 'react';
import { type RouteObject, createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { newQueryClient } from '@/api/queryClient';
import { Providers } from '@/app/Providers';

export function open(routes: RouteObject[], at = '/') {
  const router = createMemoryRouter(routes, { initialEntries: [at] });
  const drawn = render(
    <Providers client={newQueryClient()}>
      <Suspense>
        <RouterProvider router={router} />
      </Suspense>
    </Providers>,
  );
  return { ...drawn, router };
}

export const draw = (element: ReactElement) => open([{ path: '*', element }]);
