import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

const seen = (device: string, at: string): Schemas['AlertSighting'] => ({
  sighting: '0199a000-0000-7000-8000-0000000000a2',
  plate: 'AB123CD',
  confidence: 0.97,
  alternatives: [],
  seen_at: at,
  place: null,
  device,
  zone: '',
  crop_sha256: '',
  crop: null,
});

export const stolen: Schemas['WatchList'] = {
  id: '0199a000-0000-7000-8000-0000000000b1',
  version: 1,
  name: 'Robados',
  kind: 'stolen',
  description: 'De la policía, cada lunes',
  entries: 1,
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
};

export const entry = {
  id: '0199a000-0000-7000-8000-0000000000b2',
  list: stolen.id,
  version: 1,
  plate: 'AB123CD',
  why: 'robo del 1 de marzo',
  who: 'Comisaría 1',
  reference: 'IPP 1234',
  region: 'ar',
  until: null,
  stale: false,
  added_by: 'Ana',
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
} satisfies Schemas['WatchEntry'];

export const alert: Schemas['Alert'] = {
  id: '0199a000-0000-7000-8000-0000000000a1',
  version: 1,
  kind: 'listed',
  state: 'raised',
  plate: 'AB123CD',
  read_as: 'AB123CD',
  chance: 0.97,
  raised_at: '2026-03-02T12:00:00Z',
  seen_at: '2026-03-02T12:00:00Z',
  last_seen_at: '2026-03-02T12:04:00Z',
  times: 2,
  seen: seen('gate-1', '2026-03-02T12:00:00Z'),
  listed: {
    list: stolen.id,
    list_name: stolen.name,
    list_kind: 'stolen',
    entry: entry.id,
    why: entry.why,
    who: entry.who,
    reference: entry.reference,
    until: null,
    stale: false,
  },
  travel: null,
  text: { es: 'Se vio AB123CD, de la lista Robados.', en: 'AB123CD was seen, of the list Robados.' },
};

export const watch = [
  on('get', '/v1/alerts', ({ query }) => ({
    items: [alert].filter(({ state }) => state === (query.get('state') ?? state)),
    next: null,
  })),
  on('get', '/v1/alerts/{alert}/history', () => ({
    items: [{ version: 1, at: '2026-03-02T12:00:00Z', what: 'raised', by: null, note: '' }],
  })),
  on('put', '/v1/alerts/{alert}/verdict', () => ({ ...alert, state: 'confirmed' as const })),
  on('get', '/v1/watch/lists', () => ({ items: [stolen], next: null })),
  on('post', '/v1/watch/lists', async ({ request }) => ({ ...stolen, ...((await request.json()) as object) }), 201),
  on('get', '/v1/watch/lists/{list}', () => stolen),
  on('patch', '/v1/watch/lists/{list}', async ({ request }) => ({ ...stolen, ...((await request.json()) as object) })),
  on('delete', '/v1/watch/lists/{list}', () => new Response(null, { status: 204 })),
  on('get', '/v1/watch/lists/{list}/entries', () => ({ items: [entry], next: null })),
  on(
    'post',
    '/v1/watch/lists/{list}/entries',
    async ({ request }) => ({ ...entry, ...((await request.json()) as object) }),
    201,
  ),
  on('patch', '/v1/watch/lists/{list}/entries/{entry}', () => entry),
  on('delete', '/v1/watch/lists/{list}/entries/{entry}', () => new Response(null, { status: 204 })),
  on('post', '/v1/watch/lists/{list}/imports', () => ({ lines: 3, added: 2, changed: 0, unchanged: 0, errors: [] })),
];
