import { HttpResponse } from 'msw';
import { on, refusal } from '@mock/route';
import type { Schemas } from '@/api/client';

type Capture = Schemas['Capture'];

export const reading = (plate = 'AB123CD', more: Partial<Schemas['Reading']> = {}): Schemas['Reading'] => ({
  plate,
  confidence: 0.993,
  region: 'ar',
  lines: 1,
  box: [10, 10, 120, 40],
  corners: [],
  alternatives: [
    { plate: 'AB128CD', confidence: 0.004 },
    { plate: 'AB123CO', confidence: 0.002 },
  ],
  crop: '/v1/captures/c1/crop',
  verdict: 'accepted',
  as_read: plate,
  sighting: 's1',
  ...more,
});

export const capture = (more: Partial<Capture> = {}): Capture => ({
  id: 'c1',
  sha256: 'a'.repeat(64),
  duplicate_of: null,
  state: 'read',
  received_at: '2026-11-03T17:04:10Z',
  taken_at: { value: '2026-11-03T17:04:05Z', source: 'client', flags: [] },
  place: { lat: -34.6037, lon: -58.3816, accuracy_m: 8, source: 'phone' },
  flags: [],
  readings: [reading()],
  nothing_read: null,
  sighting: 's1',
  stay: {
    id: 'stay1',
    state: 'open',
    happened: 'opened',
    zone: 'Centro A',
    owed: { amount: 0, currency: 'ARS' },
    ticket: '',
  },
  offers: [],
  device: '',
  zone: '',
  width: 1600,
  height: 1200,
  image: '/v1/captures/c1/image',
  thumbnail: '/v1/captures/c1/thumbnail',
  ...more,
});

export const stay = (more: Partial<Schemas['Stay']> = {}): Schemas['Stay'] => ({
  id: 'stay1',
  state: 'open',
  zone: { id: 'z1', name: 'Centro A', time_zone: 'America/Argentina/Buenos_Aires' },
  plate: 'AB123CD',
  vehicle_class: 'car',
  entered_at: '2026-11-03T17:04:05Z',
  left_at: null,
  last_seen_at: '2026-11-03T17:04:05Z',
  entry_sighting: 's1',
  exit_sighting: null,
  match: null,
  candidates: [],
  flags: [],
  tariff: 't1',
  tariff_version: 1,
  charge: null,
  owed: { amount: 150000, currency: 'ARS' },
  paid: { amount: 0, currency: 'ARS' },
  ticket: null,
  version: 1,
  ...more,
});

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80"><rect width="240" height="80" fill="#fff"/>
<rect width="240" height="18" fill="#0b3d91"/><text x="120" y="62" font-size="44" text-anchor="middle" font-family="monospace">AB123CD</text></svg>`;
const picture = () => new HttpResponse(PICTURE, { headers: { 'Content-Type': 'image/svg+xml' } });

let current = capture();

function become(more: Partial<Capture>): Capture {
  current = { ...current, ...more };
  return current;
}

export const captures = [
  on('post', '/v1/captures', () => ({ captures: [become(capture())] }), 201),
  on('get', '/v1/captures', () => ({ items: [current], next: null })),
  on('get', '/v1/captures/{capture}', () => current),
  on('get', '/v1/captures/{capture}/crop', picture),
  on('get', '/v1/captures/{capture}/thumbnail', picture),
  on('put', '/v1/captures/{capture}/plate', async ({ request }) => {
    const { plate } = (await request.json()) as Schemas['PlateEntered'];
    return become({
      readings: [reading(plate, { verdict: 'entered', confidence: 1 })],
      sighting: 's1',
      nothing_read: null,
      offers: [],
    });
  }),
  on('put', '/v1/captures/{capture}/taken-at', () => become({ offers: [] })),
  on('get', '/v1/parking/stays/{stay}', ({ params }) =>
    params.stay === 'stay1' ? stay() : refusal(404, 'stay-not-found'),
  ),
];
