import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { takeKeyFromAddress } from '@/api/credentials';
import { newQueryClient } from '@/api/queryClient';
import { Providers } from '@/app/Providers';
import { Waiting } from '@/app/Shell';
import { routes } from '@/app/routes';
import { startLanguage } from '@/i18n';

if (import.meta.env.MODE === 'mock') await (await import('@mock/browser')).startMock();

takeKeyFromAddress();
await startLanguage();
const router = createBrowserRouter(routes, { basename: import.meta.env.BASE_URL });

// A newer build is on the server and the files of this one are gone.
addEventListener('vite:preloadError', () => location.reload());
if (import.meta.env.PROD) void navigator.serviceWorker?.register(`${import.meta.env.BASE_URL}service-worker.js`);

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <Providers client={newQueryClient()}>
      <Suspense fallback={<Waiting />}>
        <RouterProvider router={router} />
      </Suspense>
    </Providers>
  </StrictMode>,
);
