import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { draw } from '@mock/render';
import { refusal } from '@mock/route';
import { server } from '@mock/test';
import DevicesPage from '@/features/devices/DevicesPage';

describe('DevicesPage', () => {
  it('shows who may only read no way to change, and does not ask for zones', async () => {
    let asked = false;
    server.use(
      http.get('*/v1/parking/zones', () => {
        asked = true;
        return HttpResponse.json({ items: [], next: null });
      }),
    );
    draw(<DevicesPage />, ['devices.read']);
    expect(await screen.findByText('gate-1')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Agregar dispositivo' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Olvidar gate-1' })).toBeNull();
    expect(asked).toBe(false);
  });

  it('sends what was changed with its version, and shows what the server refuses at its field', async () => {
    let sent: { ifMatch: string | null; body: unknown } | undefined;
    server.use(
      http.patch('*/v1/devices/:device', async ({ request }) => {
        sent = { ifMatch: request.headers.get('If-Match'), body: await request.json() };
        return refusal(422, 'device-invalid', {
          errors: [{ pointer: '/name', code: 'taken', detail: 'Otro dispositivo se llama así.' }],
        });
      }),
    );
    draw(<DevicesPage />, ['devices.read', 'devices.configure']);
    await userEvent.click(await screen.findByText('gate-1'));
    const form = await screen.findByRole('dialog', { name: 'gate-1' });
    const name = within(form).getByLabelText('Nombre');
    await userEvent.clear(name);
    await userEvent.type(name, 'gate-2');
    await userEvent.click(within(form).getByRole('button', { name: 'Guardar' }));
    expect(await within(form).findByText('Otro dispositivo se llama así.')).toBeDefined();
    expect(sent).toEqual({
      ifMatch: '"1"',
      body: {
        name: 'gate-2',
        kind: 'gate',
        zone: '',
        direction: 'in',
        position: { lat: -34.6037, lon: -58.3816, accuracy_m: null },
      },
    });
  });
});
