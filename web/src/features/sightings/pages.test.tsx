import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { open } from '@mock/render';
import { on, refusal } from '@mock/route';
import { someone } from '@mock/session';
import { centre, seen } from '@mock/sightings';
import { server } from '@mock/test';
import { keptReason } from '@/api/reason';
import { sightings } from '@/features/sightings';

const [first, doubtful] = seen as [(typeof seen)[number], (typeof seen)[number]];

beforeEach(() => {
  server.use(on('get', '/v1/parking/zones', () => ({ items: [centre], next: null })));
});

const may = (...permissions: string[]) =>
  server.use(
    http.get('*/v1/session', () => HttpResponse.json({ ...someone, caller: { ...someone.caller, permissions } })),
  );

function askedFor(): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.events.on('request:start', ({ request }) => {
    const url = new URL(request.url);
    if (url.pathname === '/v1/sightings') asked.push(url.searchParams);
  });
  return asked;
}

const at = (address: string) => open(sightings.routes, address);
const grid = () => screen.findByRole('grid', { name: 'Avistajes' });

describe('the search', () => {
  it('asks as one types, and says why a plate was found', async () => {
    const asked = askedFor();
    const { router } = at('/sightings');
    await grid();
    await userEvent.type(screen.getByLabelText('Patente'), 'ab123cd');
    await waitFor(() => expect(router.state.location.search).toBe('?plate=AB123CD'));
    await waitFor(() => expect(asked.at(-1)?.get('plate')).toBe('AB123CD'));
    await screen.findByText('Parecida');
    expect(asked.at(-1)?.get('similar')).toBe('true');
    expect(screen.queryByRole('img', { name: /G K N/ })).toBeNull();
  });

  it('asks nothing that the server would refuse, and says what is missing', async () => {
    const asked = askedFor();
    at('/sightings?plate=A1');
    await screen.findByText(/3 letras o números seguidos/);
    await grid();
    expect(asked.every((query) => !query.has('plate'))).toBe(true);
  });

  it('is narrowed by what is in the address', async () => {
    const asked = askedFor();
    at(`/sightings?device=gate-1&confidence_max=0.8&last=24h&zone=${centre.id}`);
    await screen.findByText('Ningún avistaje');
    const last = asked.at(-1);
    expect(last?.get('device')).toBe('gate-1');
    expect(last?.get('confidence_max')).toBe('0.8');
    expect(last?.get('polygon')).toContain('-58.386');
    expect(last?.has('from')).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Quitar filtros' }));
    await grid();
  });

  it('brings the next page when it is asked for', async () => {
    server.use(
      on('get', '/v1/sightings', ({ query }) =>
        query.get('cursor') === 'two' ? { items: [doubtful], next: null } : { items: [first], next: 'two' },
      ),
    );
    at('/sightings');
    await userEvent.click(await screen.findByRole('button', { name: 'Mostrar más' }));
    await screen.findByRole('img', { name: 'Patente A 8 1 2 3 C D' });
    expect(screen.queryByRole('button', { name: 'Mostrar más' })).toBeNull();
  });

  it('says that it failed', async () => {
    server.use(on('get', '/v1/sightings', () => refusal(500, 'internal', { detail: 'La base no responde.' })));
    at('/sightings');
    expect((await screen.findByRole('alert')).textContent).toContain('La base no responde.');
  });

  it('does not ask for devices and zones that one may not see', async () => {
    may('sightings.read');
    server.use(
      on('get', '/v1/devices', () => refusal(403, 'permission-missing')),
      on('get', '/v1/parking/zones', () => {
        throw new Error('asked for zones');
      }),
    );
    at('/sightings');
    await grid();
    expect(screen.queryByLabelText('Equipo')).toBeNull();
    expect(screen.queryByLabelText('Zona')).toBeNull();
  });
});

describe('a look that needs a reason', () => {
  const reasons: (string | null)[] = [];
  beforeEach(() => {
    reasons.length = 0;
    server.use(
      on('get', '/v1/sightings', ({ request }) => {
        const reason = request.headers.get('X-Reason');
        reasons.push(reason);
        return reason ? { items: [first], next: null } : refusal(428, 'reason-needed', { detail: 'Diga por qué.' });
      }),
    );
  });

  it('asks for it once, sends it, and remembers it', async () => {
    at('/sightings');
    await userEvent.type(await screen.findByLabelText(/Motivo/), 'Expediente 9 ñ');
    await userEvent.click(screen.getByRole('button', { name: 'Consultar' }));
    await grid();
    expect(reasons).toEqual([null, encodeURIComponent('Expediente 9 ñ')]);
    expect(keptReason()).toBe('Expediente 9 ñ');
    await screen.findByText('Motivo: Expediente 9 ñ');
  });

  it('is refused when it is not said', async () => {
    at('/sightings');
    await screen.findByLabelText(/Motivo/);
    await userEvent.click(screen.getByRole('button', { name: 'Cancelar' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Diga por qué.');
    expect(keptReason()).toBe('');
  });
});

describe('one sighting', () => {
  it('shows where its time and place are from, and its zone', async () => {
    at(`/sightings/${doubtful.id}`);
    await screen.findByText('Hora en el futuro');
    expect(screen.getByText(/± 12 m · del equipo/)).toBeDefined();
    expect(await screen.findByText('Centro (por el lugar)')).toBeDefined();
    expect(screen.getByText('Sin foto')).toBeDefined();
  });

  it('is corrected by one touch, with the version that was seen', async () => {
    let sent: unknown;
    server.use(
      on('patch', '/v1/sightings/{sighting}', async ({ request }) => {
        sent = [request.headers.get('If-Match'), await request.json()];
        return { ...doubtful, plate: 'AB123CD', corrected: true };
      }),
    );
    at(`/sightings/${doubtful.id}`);
    await userEvent.click(await screen.findByRole('button', { name: /^Patente A B 1 2 3 C D/ }));
    await waitFor(() => expect(sent).toEqual(['"1"', { plate: 'AB123CD' }]));
  });

  it('says at the field what the server refuses of a correction by hand', async () => {
    const errors = [{ pointer: '/plate', code: 'pattern', detail: 'No es una patente.' }];
    server.use(on('patch', '/v1/sightings/{sighting}', () => refusal(422, 'validation-failed', { errors })));
    at(`/sightings/${doubtful.id}`);
    await userEvent.click(await screen.findByRole('button', { name: 'Corregir a mano' }));
    const field = await screen.findByRole('textbox', { name: 'Patente' });
    await userEvent.clear(field);
    await userEvent.type(field, '!!');
    await userEvent.click(screen.getByRole('button', { name: 'Guardar la corrección' }));
    expect(await screen.findByText('No es una patente.')).toBeDefined();
  });

  it('offers no correction to whom it is not allowed', async () => {
    may('sightings.read');
    at(`/sightings/${doubtful.id}`);
    await screen.findByText('Hora en el futuro');
    expect(screen.queryByText('Corregir')).toBeNull();
  });

  it('that is not there says so', async () => {
    at('/sightings/none');
    expect((await screen.findAllByRole('alert'))[0]?.textContent).toContain('sighting-not-found');
  });
});

describe('a track', () => {
  it('goes from stop to stop, oldest first, and leaves out what has no place', async () => {
    server.use(on('get', '/v1/sightings', () => ({ items: seen.slice(0, 4), next: null })));
    at('/sightings/tracks/AB123CD');
    const stops = await screen.findByRole('list', { name: 'Avistajes en orden' });
    const rows = within(stops).getAllByRole('listitem');
    expect(rows).toHaveLength(4);
    expect(screen.getByText(/4 avistajes.*1 sin lugar/)).toBeDefined();
    const slider = screen.getByRole('slider', { name: 'Momento' });
    const newest = slider.getAttribute('aria-valuetext');
    await userEvent.click(screen.getByRole('button', { name: 'Avistaje anterior' }));
    expect(slider.getAttribute('aria-valuetext')).not.toBe(newest);
    await userEvent.click(screen.getByRole('button', { name: 'Avistaje anterior' })); // the first: there is much to play
    await userEvent.click(screen.getByRole('button', { name: 'Reproducir' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Pausar' })).toBeDefined());
    await userEvent.click(screen.getByRole('button', { name: 'Pausar' }));
    expect(screen.getByRole('button', { name: 'Reproducir' })).toBeDefined();
  });

  it('of a plate that was not seen says so', async () => {
    server.use(on('get', '/v1/sightings', () => ({ items: [], next: null })));
    at('/sightings/tracks/ZZ999ZZ');
    expect(await screen.findByText('Sin recorrido')).toBeDefined();
  });
});
