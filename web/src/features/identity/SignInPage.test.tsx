import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { draw } from '@mock/render';
import { refusal } from '@mock/route';
import { sessionOf } from '@mock/session';
import { server } from '@mock/test';
import { accessKey, credentialsFor } from '@/api/credentials';
import SignInPage from '@/features/identity/SignInPage';

const page = <SignInPage brand={null} preferences={null} />;
const key = `pat_${'x'.repeat(43)}`;

async function enter(login: string, password: string) {
  await userEvent.type(await screen.findByLabelText('Usuario'), login);
  await userEvent.type(screen.getByLabelText('Contraseña'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Entrar' }));
}

async function enterKey(text: string) {
  await userEvent.click(await screen.findByRole('button', { name: 'Entrar con una clave de acceso' }));
  await userEvent.type(screen.getByLabelText('Clave de acceso'), text);
  await userEvent.click(screen.getByRole('button', { name: 'Entrar' }));
}

describe('signing in with a password', () => {
  it('asks for a code where there is a second factor, and sends the token of the session from then on', async () => {
    const asked: unknown[] = [];
    server.use(
      http.post('*/v1/session', async ({ request }) => {
        const given = (await request.json()) as { code?: string };
        asked.push(given);
        return given.code ? HttpResponse.json({ ...sessionOf(), csrf: 'csrf-7' }) : refusal(401, 'totp-needed');
      }),
    );
    draw(page);
    await enter('ana', 'tres perros azules');
    await userEvent.type(await screen.findByLabelText('Código de la aplicación'), '123 456');
    await userEvent.click(screen.getByRole('button', { name: 'Entrar' }));
    await expect.poll(() => credentialsFor('POST')['X-CSRF-Token']).toBe('csrf-7');
    expect(asked).toEqual([
      { login: 'ana', password: 'tres perros azules' },
      { login: 'ana', password: 'tres perros azules', code: '123456' },
    ]);
    expect(credentialsFor('GET')).not.toHaveProperty('X-CSRF-Token');
  });

  it('says what the server says when it refuses', async () => {
    server.use(
      http.post('*/v1/session', () => refusal(401, 'login-refused', { detail: 'Usuario o contraseña incorrectos.' })),
    );
    draw(page);
    await enter('ana', 'nope');
    expect((await screen.findByRole('alert')).textContent).toContain('Usuario o contraseña incorrectos.');
  });
});

describe('signing in with a key', () => {
  it('refuses what is no key without asking the server', async () => {
    draw(page);
    await enterKey('abc');
    expect(await screen.findByText(/Una clave es pat_/)).toBeDefined();
    expect(accessKey()).toBe('');
  });

  it('keeps a key for the tab', async () => {
    draw(page);
    await enterKey(key);
    await expect.poll(accessKey).toBe(key);
  });

  it('forgets a key when the server cannot be reached, and says so', async () => {
    server.use(http.get('*/v1/session', () => HttpResponse.error()));
    draw(page);
    await enterKey(key);
    expect((await screen.findByRole('alert')).textContent).toContain('No se pudo llegar al servidor');
    expect(accessKey()).toBe('');
  });
});
