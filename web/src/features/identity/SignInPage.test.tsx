import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { draw } from '@mock/render';
import { server } from '@mock/test';
import { accessKey } from '@/api/credentials';
import SignInPage from '@/features/identity/SignInPage';

const page = <SignInPage brand={null} preferences={null} />;
const key = `pat_${'x'.repeat(43)}`;

async function enter(text: string) {
  await userEvent.type(await screen.findByLabelText('Clave de acceso'), text);
  await userEvent.click(screen.getByRole('button', { name: 'Entrar' }));
}

describe('SignInPage', () => {
  it('refuses what is no key without asking the server', async () => {
    draw(page);
    await enter('abc');
    expect(await screen.findByText(/Una clave es pat_/)).toBeDefined();
    expect(accessKey()).toBe('');
  });

  it('keeps a key for the tab', async () => {
    draw(page);
    await enter(key);
    expect(accessKey()).toBe(key);
  });

  it('forgets a key when the server cannot be reached, and says so', async () => {
    server.use(http.get('*/v1/session', () => HttpResponse.error()));
    draw(page);
    await enter(key);
    expect((await screen.findByRole('alert')).textContent).toContain('No se pudo llegar al servidor');
    expect(accessKey()).toBe('');
  });
});
