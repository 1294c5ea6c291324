import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { dead } from '@mock/operations';
import { someone } from '@mock/session';
import { server } from '@mock/test';
import { operations } from '@/features/operations';
import HealthPage from '@/features/operations/HealthPage';
import JobsPage from '@/features/operations/JobsPage';
import SettingsPage from '@/features/operations/SettingsPage';

const routes = [
  { path: '/operations', element: <HealthPage /> },
  { path: '/operations/jobs', element: <JobsPage /> },
  { path: '/operations/settings', element: <SettingsPage /> },
];
const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );

describe('operations', () => {
  it('has a page for each of its addresses', () => {
    expect(operations.routes.map(({ path }) => path)).toEqual(routes.map(({ path }) => path));
  });

  it('shows what is not well first, with what to do', async () => {
    open(routes, '/operations');
    const found = await screen.findAllByRole('listitem');
    expect(found[0]?.textContent).toContain('Copias de seguridad · atención');
    expect(found[0]?.textContent).toContain('→ patente backup');
    expect(screen.getByRole('progressbar', { name: 'Disco ocupado de /data' }).getAttribute('aria-valuenow')).toBe(
      '60',
    );
  });

  it('tries a dead job again, with a key, and all of a kind', async () => {
    may('operations.read', 'operations.configure');
    const sent: string[] = [];
    server.use(
      http.post('*/v1/jobs/:job/retries', ({ params, request }) => {
        sent.push(`${String(params.job)} ${request.headers.get('Idempotency-Key') ? 'once' : ''}`);
        return HttpResponse.json({ retried: 1, left: 0 }, { status: 202 });
      }),
      http.post('*/v1/jobs/retries', async ({ request }) => {
        sent.push(JSON.stringify(await request.json()));
        return HttpResponse.json({ retried: 2, left: 0 }, { status: 202 });
      }),
    );
    open(routes, '/operations/jobs?job=parking.on_plate_seen');
    await userEvent.click(await screen.findByText('the disk is full'));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Reintentar' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Reintentar todas' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Reintentar' }));
    expect(sent).toEqual([`${dead.id} once`, '{"job":"parking.on_plate_seen"}']);
  });

  it('shows who may only read no way to try again, and no settings', async () => {
    may('operations.read');
    open(routes, '/operations/jobs');
    await userEvent.click(await screen.findByText('the disk is full'));
    expect(within(await screen.findByRole('dialog')).queryByRole('button', { name: 'Reintentar' })).toBeNull();
    expect(screen.queryByText('Ajustes')).toBeNull();
  });

  it('never shows a secret, and finds a setting by what it is for', async () => {
    open(routes, '/operations/settings');
    expect(await screen.findByText('payment-secrets')).toBeDefined();
    expect(screen.getByText('••••••')).toBeDefined();
    await userEvent.type(screen.getByLabelText('Buscar un ajuste'), 'puerto');
    expect(screen.queryByText('payment-secrets')).toBeNull();
    expect(screen.getByText('9000')).toBeDefined();
  });
});
