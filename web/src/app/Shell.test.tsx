import CameraIcon from '@mui/icons-material/PhotoCamera';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { someone } from '@mock/session';
import { server } from '@mock/test';
import { Home } from '@/app/Home';
import { NoPage } from '@/app/NoPage';
import { Shell } from '@/app/Shell';
import { Page } from '@/ui/Page';
import type { NavEntry } from '@/ui/feature';

const nav: NavEntry[] = [
  { path: '/one', label: 'app:skip', icon: CameraIcon, permission: 'captures.create' },
  { path: '/two', label: 'app:key', icon: CameraIcon, permission: 'parking.read' },
];

const One = () => <Page title="Uno">uno</Page>;
const Two = () => <Page title="Dos">dos</Page>;

const routes = [
  {
    path: '/',
    element: <Shell nav={nav} />,
    children: [
      { index: true, element: <Home nav={nav} /> },
      { path: 'one', element: <One /> },
      { path: 'two', element: <Two />, handle: { permission: 'parking.read' } },
      { path: '*', element: <NoPage why="missing" /> },
    ],
  },
];

const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );

describe('Shell', () => {
  it('leads to the first page that one may see, and shows no entry for the others', async () => {
    may('parking.read');
    open(routes);
    expect(await screen.findByRole('heading', { name: 'Dos' })).toBeDefined();
    expect(screen.getByRole('link', { name: 'Clave de acceso' }).getAttribute('aria-current')).toBe('page');
    expect(screen.getAllByRole('link', { name: 'Saltar al contenido' })).toHaveLength(1); // the one above the navigation
  });

  it('says so to whom nothing is allowed', async () => {
    may();
    open(routes);
    expect(await screen.findByText('Nada para mostrar')).toBeDefined();
  });

  it('draws nothing of a page for one who may not see it, and says so', async () => {
    may('captures.create');
    open(routes, '/two');
    expect(await screen.findByRole('heading', { name: 'No tiene permiso para esta página' })).toBeDefined();
    expect(screen.queryByText('dos')).toBeNull();
  });

  it('gives the focus to the heading of the page that was opened', async () => {
    open(routes, '/one');
    await screen.findByRole('heading', { name: 'Uno' });
    await userEvent.click(screen.getByRole('link', { name: 'Clave de acceso' }));
    expect(document.activeElement).toBe(await screen.findByRole('heading', { name: 'Dos' }));
    expect(document.title).toBe('Dos · Patente');
  });

  it('asks who is not known to sign in, at any address', async () => {
    server.use(http.get('*/v1/session', () => HttpResponse.json({}, { status: 401 })));
    open(routes, '/two');
    expect(await screen.findByRole('heading', { name: 'Entrar' })).toBeDefined();
    expect(screen.queryByText('dos')).toBeNull();
  });

  it('says that an address leads nowhere', async () => {
    open(routes, '/nowhere');
    expect(await screen.findByRole('heading', { name: 'Esta página no existe' })).toBeDefined();
  });

  it('changes its language', async () => {
    open(routes, '/one');
    await userEvent.click(await screen.findByRole('combobox', { name: 'Idioma' }));
    await userEvent.click(await screen.findByRole('option', { name: 'English' }));
    expect(await screen.findByRole('button', { name: 'Sign out' })).toBeDefined();
    expect(document.documentElement.lang).toBe('en');
  });
});
