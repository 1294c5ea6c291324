import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { someone } from '@mock/session';
import { server } from '@mock/test';
import { alert } from '@mock/watch';
import AlertsPage from '@/features/watch/AlertsPage';

const routes = [{ path: '/alerts', element: <AlertsPage /> }];
const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );

describe('AlertsPage', () => {
  it('takes a verdict with its note', async () => {
    may('watch.read', 'watch.write');
    let sent: unknown;
    server.use(
      http.put('*/v1/alerts/:alert/verdict', async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json({ ...alert, state: 'dismissed' });
      }),
    );
    open(routes, '/alerts');
    await userEvent.click(await screen.findByText(/robo del 1 de marzo/));
    const dialog = await screen.findByRole('dialog', { name: 'Alerta de AB123CD' });
    await userEvent.type(within(dialog).getByLabelText('Nota'), 'Es otra patente');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Descartar' }));
    expect(sent).toEqual({ is: 'dismissed', note: 'Es otra patente' });
  });

  it('lets who may only read look, and keeps the state in the address', async () => {
    may('watch.read');
    const { router } = open(routes, '/alerts');
    await userEvent.click(await screen.findByText(/robo del 1 de marzo/));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).queryByRole('button', { name: 'Confirmar' })).toBeNull();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cerrar' }));
    await userEvent.click(screen.getByRole('button', { name: 'Confirmada' }));
    expect(router.state.location.search).toBe('?state=confirmed');
    expect(await screen.findByText('Ninguna alerta')).toBeDefined();
  });
});
