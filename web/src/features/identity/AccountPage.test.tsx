import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { refusal } from '@mock/route';
import { sessionOf } from '@mock/session';
import { server } from '@mock/test';
import { newQueryClient } from '@/api/queryClient';
import { sessionQuery } from '@/api/session';
import AccountPage from '@/features/identity/AccountPage';

function account() {
  const client = newQueryClient();
  client.setQueryData(sessionQuery.queryKey, sessionOf());
  open([{ path: '*', element: <AccountPage /> }], '/account', client);
}

describe('AccountPage', () => {
  it('turns the second factor on with a code, and says where it was wrong', async () => {
    server.use(
      http.put('*/v1/session/totp', async ({ request }) => {
        const { code } = (await request.json()) as { code: string };
        if (code === '111111') return HttpResponse.json(sessionOf({ has_totp: true }));
        const errors = [{ pointer: '/code', code: 'wrong', detail: 'El código es otro.' }];
        return refusal(422, 'totp-wrong', { errors });
      }),
    );
    account();
    await userEvent.click(await screen.findByRole('button', { name: 'Activar' }));
    expect(await screen.findByRole('img', { name: /Código QR/ })).toBeDefined();
    expect(screen.getByText('JBSWY3DPEHPK3PXP')).toBeDefined();
    const field = screen.getByLabelText('Código que muestra la aplicación');
    await userEvent.type(field, '000000{Enter}');
    expect(await screen.findByText('El código es otro.')).toBeDefined();
    await userEvent.clear(field);
    await userEvent.type(field, '111111{Enter}');
    expect(await screen.findByText(/Activo/)).toBeDefined();
  });

  it('changes the password only when both new ones are the same', async () => {
    const asked: unknown[] = [];
    server.use(
      http.put('*/v1/session/password', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json(sessionOf());
      }),
    );
    account();
    await userEvent.click(await screen.findByRole('button', { name: 'Cambiar la contraseña' }));
    await userEvent.type(screen.getByLabelText('Contraseña actual'), 'vieja');
    await userEvent.type(screen.getByLabelText('Contraseña nueva'), 'tres perros');
    await userEvent.type(screen.getByLabelText('La nueva, otra vez'), 'tres gatos{Enter}');
    expect(await screen.findByText('No es igual a la de arriba.')).toBeDefined();
    expect(asked).toEqual([]);
    await userEvent.clear(screen.getByLabelText('La nueva, otra vez'));
    await userEvent.type(screen.getByLabelText('La nueva, otra vez'), 'tres perros{Enter}');
    expect(await screen.findByText(/Contraseña cambiada/)).toBeDefined();
    expect(asked).toEqual([{ current: 'vieja', new: 'tres perros' }]);
  });

  it('ends a session elsewhere, and not this one', async () => {
    const ended: string[] = [];
    server.use(
      http.delete('*/v1/sessions/:session', ({ params }) => {
        ended.push(String(params.session));
        return new HttpResponse(null, { status: 204 });
      }),
    );
    account();
    const buttons = await screen.findAllByRole('button', { name: /Cerrar la sesión de/ });
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([
      'Cerrar la sesión de Chrome 141 · Android',
    ]);
    await userEvent.click(buttons[0] as HTMLElement);
    await expect.poll(() => ended).toEqual(['n2']);
  });
});
