import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { user } from '@mock/administration';
import { draw } from '@mock/render';
import { server } from '@mock/test';
import KeysPage from '@/features/identity/administration/KeysPage';
import RolesPage from '@/features/identity/administration/RolesPage';
import UsersPage from '@/features/identity/administration/UsersPage';

describe('administration', () => {
  it('keeps what the form of a user does not show: places and devices', async () => {
    let sent: Record<string, unknown> | undefined;
    server.use(
      http.patch('*/v1/users/:user', async ({ request }) => {
        sent = (await request.json()) as Record<string, unknown>;
        return HttpResponse.json(user);
      }),
    );
    draw(<UsersPage />);
    await userEvent.click(await screen.findByText('Ana Gómez'));
    await userEvent.click(await screen.findByRole('button', { name: 'Cambiar' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Administración' }));
    await userEvent.click(screen.getByRole('button', { name: 'Guardar' }));
    await waitFor(() => expect(sent).toBeDefined());
    expect(sent).toMatchObject({ roles: ['attendant', 'admin'], zones: user.zones, devices: [] });
  });

  it('shows a new one-time password once, after it was asked for twice', async () => {
    draw(<UsersPage />);
    await userEvent.click(await screen.findByText('Ana Gómez'));
    await userEvent.click(await screen.findByRole('button', { name: 'Contraseña nueva' }));
    const asked = await screen.findByRole('dialog', { name: 'Contraseña nueva: Ana Gómez' });
    await userEvent.click(within(asked).getByRole('button', { name: 'Contraseña nueva' }));
    expect(await screen.findByText('lima-pera-uva')).toBeDefined();
  });

  it('lets who may only read look at a role', async () => {
    draw(<RolesPage />, ['identity.read']);
    await userEvent.click(await screen.findByText('Playero'));
    const shown = await screen.findByRole('dialog', { name: 'Playero' });
    expect(within(shown).getByText('Enviar fotos')).toBeDefined();
    expect(within(shown).queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Agregar rol' })).toBeNull();
  });

  it('makes a key of the permissions that were chosen, and shows it once', async () => {
    let sent: Record<string, unknown> | undefined;
    server.use(
      http.post('*/v1/keys', async ({ request }) => {
        sent = (await request.json()) as Record<string, unknown>;
        return HttpResponse.json({ secret: 'pat_mock' }, { status: 201 });
      }),
    );
    draw(<KeysPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Agregar clave' }));
    await userEvent.type(await screen.findByLabelText('Nombre'), 'Barrera sur');
    await userEvent.click(await screen.findByRole('checkbox', { name: /Enviar fotos/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Crear' }));
    expect(await screen.findByText('pat_mock')).toBeDefined();
    expect(sent).toMatchObject({ name: 'Barrera sur', permissions: ['captures.create'], expires_at: null });
  });
});
