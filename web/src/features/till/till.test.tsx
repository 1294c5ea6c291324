import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { expect, it, vi } from 'vitest';
import { till } from '@/features/till';
import { open } from '@mock/render';
import { on } from '@mock/route';
import { sessionOf } from '@mock/session';
import { closing } from '@mock/till';
import { server } from '@mock/test';

vi.mock('@/api/events', () => ({ useEvents: () => undefined }));

it('a till is closed with what was counted, and not before', async () => {
  const sent: unknown[] = [];
  server.use(
    on('post', '/v1/till/closings', async ({ request }) => {
      sent.push(await request.json());
      return closing;
    }),
  );
  const { router } = open(till.routes, '/till');
  const close = await screen.findByRole<HTMLButtonElement>('button', { name: 'Cerrar la caja' });
  expect(close.disabled).toBe(true);
  await userEvent.type(screen.getByLabelText('Efectivo contado'), '4.490');
  await userEvent.click(close);
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cerrar la caja' }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/till/closings/${closing.number}`));
  expect(sent).toEqual([{ declared_cash: [{ currency: 'ARS', amount: 449_000 }], note: '' }]);
  expect(await screen.findByText(/-.*10,00/)).toBeTruthy();
});

it('who may close a till but not look at closings is shown the one just made', async () => {
  server.use(
    http.get('*/v1/session', () => HttpResponse.json(sessionOf({ permissions: ['till.close'] }))),
    on('post', '/v1/till/closings', () => closing),
    http.get('*/v1/till/closings/:number', () => {
      throw new Error('not theirs to fetch');
    }),
  );
  const { router } = open(till.routes, '/till');
  await userEvent.type(await screen.findByLabelText('Efectivo contado'), '4.490');
  await userEvent.click(screen.getByRole('button', { name: 'Cerrar la caja' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cerrar la caja' }));
  expect(await screen.findByRole('heading', { name: `Cierre ${closing.number}` })).toBeDefined();
  expect(await screen.findByText(/-.*10,00/)).toBeDefined();
  expect(router.state.location.pathname).toBe('/till');
});
