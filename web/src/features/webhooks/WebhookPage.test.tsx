import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { someone } from '@mock/session';
import { server } from '@mock/test';
import { delivery, webhook } from '@mock/webhooks';
import WebhookPage from '@/features/webhooks/WebhookPage';

const routes = [{ path: '/webhooks/:webhook', element: <WebhookPage /> }];
const address = `/webhooks/${webhook.id}`;

describe('WebhookPage', () => {
  it('shows the dead letters of one that has some, and sends one again once', async () => {
    const sent: string[] = [];
    server.use(
      http.post('*/v1/webhooks/:webhook/deliveries/:delivery/retries', ({ params, request }) => {
        sent.push(`${String(params.delivery)} ${request.headers.get('Idempotency-Key') ? 'once' : ''}`);
        return HttpResponse.json({ retried: 1 }, { status: 202 });
      }),
    );
    open(routes, address);
    await userEvent.click(await screen.findByText('parking.opened'));
    const dialog = await screen.findByRole('dialog', { name: 'parking.opened' });
    expect(within(dialog).getByText(/"AB123CD"/)).toBeDefined();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reenviar' }));
    expect(sent).toEqual([`${delivery.id} once`]);
  });

  it('shows a new secret once, to be copied', async () => {
    open(routes, address);
    await userEvent.click(await screen.findByRole('button', { name: 'Agregar secreto' }));
    const dialog = await screen.findByRole('dialog', { name: 'Secreto nuevo' });
    expect(within(dialog).getByText('whsec_mock')).toBeDefined();
  });

  it('shows who may only read neither secrets nor what changes something', async () => {
    server.use(
      http.get('*/v1/session', () =>
        HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions: ['webhooks.read'] } }),
      ),
    );
    open(routes, address);
    expect(await screen.findByText('Caído')).toBeDefined();
    for (const name of ['Cambiar', 'Quitar', 'Probar', 'Agregar secreto', /Reenviar/])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });
});
