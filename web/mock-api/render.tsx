// Draws a page at an address, with the providers of the app.
import { render } from '@testing-library/react';
import { Suspense, type ReactElement } from 'react';
import { type RouteObject, createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { someone } from '@mock/session';
import { newQueryClient } from '@/api/queryClient';
import { type Session, sessionQuery } from '@/api/session';
import { Providers } from '@/app/Providers';

export function open(routes: RouteObject[], at = '/', client = newQueryClient()) {
  const router = createMemoryRouter(routes, { initialEntries: [at] });
  const drawn = render(
    <Providers client={client}>
      <Suspense>
        <RouterProvider router={router} />
      </Suspense>
    </Providers>,
  );
  return { ...drawn, router };
}

// A page alone, for one who is signed in and may do all, or as much as is said.
export function draw(element: ReactElement, permissions = ['*']) {
  const client = newQueryClient();
  const session: Session = { ...someone, caller: { ...someone.caller, permissions } };
  client.setQueryData(sessionQuery.queryKey, session);
  return open([{ path: '*', element }], '/', client);
}
