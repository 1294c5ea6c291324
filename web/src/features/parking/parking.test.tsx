import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parking } from '@/features/parking';
import type { TariffDocument } from '@/features/parking/queries';
import { parking as answers, ars, doubt, openStay, tariff, ticket } from '@mock/parking';
import { open } from '@mock/render';
import { on, refusal } from '@mock/route';
import { someone } from '@mock/session';
import { server } from '@mock/test';

vi.mock('@/api/events', () => ({ useEvents: () => undefined }));

const { routes } = parking;
beforeEach(() => server.use(...answers));
const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );
const rows = async (count: number) => {
  const grid = within(await screen.findByRole('grid'));
  await waitFor(() => expect(grid.getAllByRole('row')).toHaveLength(count + 1)); // one is the heads of the columns
};

describe('the list of stays', () => {
  it('keeps its filters in the address and asks by them', async () => {
    const asked: string[] = [];
    server.use(
      on('get', '/v1/parking/stays', ({ query }) => {
        asked.push(query.get('state') ?? '');
        return { items: query.get('state') === 'open' ? [openStay] : [openStay, doubt], next: null };
      }),
    );
    const { router } = open(routes, '/parking/stays');
    await rows(2);
    await userEvent.click(screen.getByLabelText('Estado'));
    await userEvent.click(await screen.findByRole('option', { name: 'Adentro' }));
    await waitFor(() => expect(router.state.location.search).toBe('?state=open'));
    await waitFor(() => expect(asked).toContain('open'));
  });

  it('neither shows nor fetches what one may not do', async () => {
    may('parking.read');
    const asked: string[] = [];
    server.use(
      on('get', '/v1/parking/stays', ({ query }) => {
        asked.push(query.get('state') ?? '');
        return { items: [openStay], next: null };
      }),
    );
    open(routes, '/parking/stays');
    await rows(1);
    expect(screen.queryByRole('button', { name: 'Nueva estadía' })).toBeNull();
    expect(asked).not.toContain('ask');
  });

  it('says why it could not be loaded', async () => {
    server.use(
      on('get', '/v1/parking/stays', () => refusal(422, 'query-invalid', { detail: 'La consulta no está bien.' })),
    );
    open(routes, '/parking/stays');
    expect(await screen.findByText('La consulta no está bien.')).toBeTruthy();
  });
});

it('an exit in doubt is answered with one touch', async () => {
  const sent: unknown[] = [];
  server.use(
    on('put', '/v1/parking/stays/{stay}/answer', async ({ request, params }) => {
      sent.push([params.stay, await request.json(), request.headers.get('If-Match')]);
      return doubt;
    }),
  );
  open(routes, '/parking/doubts');
  await userEvent.click(await screen.findByRole('button', { name: 'Es AB123CD' }));
  await waitFor(() => expect(sent).toEqual([[doubt.id, { is: 'exit', of: openStay.id }, '"1"']]));
});

describe('a ticket', () => {
  it('is paid once, however often the same request is sent', async () => {
    const sent: [unknown, string | null][] = [];
    server.use(
      on('post', '/v1/parking/tickets/{number}/payments', async ({ request }) => {
        sent.push([await request.json(), request.headers.get('Idempotency-Key')]);
        return sent.length === 1
          ? refusal(503, 'unavailable', { detail: 'Ahora no.' })
          : {
              id: 'p',
              ticket: ticket.number,
              amount: ars(300_000),
              method: 'cash' as const,
              reference: '',
              reason: '',
              at: ticket.issued_at,
              by: { key: '', name: '' },
            };
      }),
    );
    open(routes, `/parking/tickets/${ticket.number}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Cobrar' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cobrar' }));
    expect(await within(dialog).findByText('Ahora no.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cobrar' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent[0]).toEqual([{ amount: 300_000, method: 'cash', reference: '' }, sent[0]?.[1]]);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('offers neither money nor mercy to who may only read', async () => {
    may('parking.read');
    open(routes, `/parking/tickets/${ticket.number}`);
    await screen.findByText('Página pública');
    for (const name of ['Cobrar', 'Condonar', 'Marcar en disputa'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });
});

describe('a tariff', () => {
  it('shows what stays cost as it is typed, and is published with what was typed', async () => {
    const asked: number[] = [];
    const published: TariffDocument[] = [];
    server.use(
      on('post', '/v1/parking/tariffs/explain', async ({ request }) => {
        const { document } = (await request.json()) as { document: TariffDocument };
        const price = document.rates[0]?.steps?.[0]?.price ?? 0;
        asked.push(price);
        return { total: ars(price * 3), tariff_version: 0, lines: [] };
      }),
      on('post', '/v1/parking/tariffs/{tariff}/versions', async ({ request }) => {
        published.push((await request.json()) as TariffDocument);
        return { ...tariff, version: 2 };
      }),
    );
    open(routes, `/parking/tariffs/${tariff.id}`);
    const price = await screen.findByRole('textbox', { name: 'Precio' });
    await userEvent.clear(price);
    await userEvent.type(price, '1500');
    await waitFor(() => expect(asked).toContain(150_000));
    expect((await screen.findAllByText(/4\.500,00/)).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole('button', { name: 'Publicar versión' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/1\.500,00/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Publicar versión' }));
    await waitFor(() => expect(published[0]?.rates[0]?.steps?.[0]?.price).toBe(150_000));
  });

  it('is only read by who may not configure it', async () => {
    may('parking.read');
    open(routes, `/parking/tariffs/${tariff.id}`);
    expect(await screen.findByText('Hora')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Publicar versión' })).toBeNull();
  });
});

it('a zone is saved against the version that was read, and a refusal stands at its field', async () => {
  const sent: (string | null)[] = [];
  server.use(
    on('patch', '/v1/parking/zones/{zone}', ({ request }) => {
      sent.push(request.headers.get('If-Match'));
      return refusal(422, 'zone-invalid', {
        errors: [{ pointer: '/capacity', code: 'range', detail: 'Demasiados lugares.' }],
      });
    }),
  );
  open(routes, '/parking/zones/z');
  await userEvent.type(await screen.findByLabelText('Lugares'), '000000');
  await userEvent.click(screen.getByRole('button', { name: 'Guardar' }));
  expect(await screen.findByText('Demasiados lugares.')).toBeTruthy();
  expect(sent).toEqual(['"1"']);
});
