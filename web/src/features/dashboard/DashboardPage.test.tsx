import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { someone } from '@mock/session';
import { server } from '@mock/test';
import { usual } from '@mock/dashboard';
import DashboardPage from '@/features/dashboard/DashboardPage';

const routes = [{ path: '/dashboard', element: <DashboardPage /> }];
let asked: string[] = [];

const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );

beforeEach(() => {
  asked = [];
  server.use(http.get('*/v1/parking/zones', () => HttpResponse.json({ items: [], next: null })));
  server.events.removeAllListeners();
  server.events.on('request:start', ({ request }) => {
    const { pathname, search } = new URL(request.url);
    asked.push(pathname + search);
  });
});

describe('DashboardPage', () => {
  it('shows today against what is usual, and who is inside of each zone', async () => {
    may('parking.read', 'sightings.read', 'operations.read');
    open(routes, '/dashboard');
    expect(await screen.findByText('120')).toBeDefined();
    expect(screen.getAllByText(/20\s*%/).length).toBeGreaterThan(0);
    expect(screen.getByText(/lo usual: 100/)).toBeDefined();
    expect(screen.getByText(/últimos 8 días/)).toBeDefined();
    const centre = await screen.findByRole('progressbar', { name: 'Ocupación de Centro A' });
    expect(centre.getAttribute('aria-valuenow')).toBe('90');
    expect(await screen.findByRole('link', { name: 'Ver las perdidas' })).toBeDefined();
    expect(await screen.findAllByRole('img', { name: /A B 1 2 3 C D/ })).not.toHaveLength(0);
  });

  it('asks for nothing that one may not see', async () => {
    may('parking.read');
    open(routes, '/dashboard');
    await screen.findByText('120');
    await screen.findByText('Centro A');
    expect(asked.filter((path) => /queue|sightings|events/.test(path))).toEqual([]);
    expect(screen.queryByText('Últimos avistajes')).toBeNull();
    expect(screen.queryByText('Cola')).toBeNull();
  });

  it('keeps the period in the address and asks for its days', async () => {
    may('parking.read');
    const { router } = open(routes, '/dashboard?period=own&from=2026-03-01&to=2026-03-05');
    await screen.findByRole('heading', { name: 'Por día' });
    const from = new Date('2026-03-01T00:00:00').toISOString();
    const to = new Date('2026-03-06T00:00:00').toISOString();
    expect(asked).toContain(`/v1/parking/totals?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&by=day`);
    await userEvent.click(screen.getByRole('button', { name: 'En vivo' }));
    expect(router.state.location.search).toBe('');
    expect(await screen.findByRole('heading', { name: 'Por hora' })).toBeDefined();
  });

  it('gives the figures of its chart as a table', async () => {
    may('parking.read');
    open(routes, '/dashboard');
    await screen.findByText('120');
    await userEvent.click(screen.getByRole('button', { name: 'Tabla' }));
    const table = await screen.findByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(usual.usual_hours.length + 1);
  });

  it('says so where there is nothing to compare with', async () => {
    may('parking.read');
    server.use(http.get('*/v1/parking/totals/usual', () => HttpResponse.json({ ...usual, weeks: 0 })));
    open(routes, '/dashboard');
    expect(await screen.findByText(/En una semana se compara/)).toBeDefined();
    expect(screen.queryByText(/lo usual:/)).toBeNull();
  });
});
