import { HttpResponse } from 'msw';
import type { Schemas } from '@/api/client';
import { on, refusal } from '@mock/route';

type Sighting = Schemas['Sighting'];

export const centre: Schemas['ParkingZone'] = {
  id: '0199a000-0000-7000-8000-0000000000c1',
  version: 1,
  name: 'Centro',
  area: {
    type: 'Polygon',
    coordinates: [
      [
        [-58.386, -34.607],
        [-58.377, -34.607],
        [-58.377, -34.6],
        [-58.386, -34.6],
        [-58.386, -34.607],
      ],
    ],
  },
  capacity: 40,
  time_zone: 'America/Argentina/Buenos_Aires',
  opening_hours: [],
  mode: 'photo',
  entry_devices: [],
  exit_devices: [],
  entry_grace_s: 0,
  leave_within_s: 900,
  reopen_gap_s: 60,
  second_entry: 'ask',
  exit_without_entry: 'ask',
  tariff: '0199a000-0000-7000-8000-0000000000d1',
  vehicle_class: 'car',
  currency: 'ARS',
  created_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
};

export function sighting(number: number, some: Partial<Sighting> = {}): Sighting {
  const at = new Date(Date.UTC(2026, 10, 27, 14, 0) - number * 11 * 60_000).toISOString();
  return {
    id: `0199a000-0000-7000-8000-0000000001${String(number).padStart(2, '0')}`,
    plate: 'AB123CD',
    plate_as_read: 'AB123CD',
    confidence: 0.97,
    alternatives: [],
    region: 'ar',
    seen_at: at,
    seen_until: at,
    times_seen: 1,
    time_flags: [],
    place: { lat: -34.6037 - number * 0.0011, lon: -58.3816 + (number % 3) * 0.0016, accuracy_m: 12, source: 'device' },
    device: 'cam-1',
    zone: '',
    capture: null,
    evidence: null,
    crop: null,
    corrected: false,
    recorded_at: at,
    match: null,
    ...some,
  };
}

const doubtful = sighting(1, {
  plate: 'A8123CD',
  plate_as_read: 'A8123CD',
  confidence: 0.61,
  alternatives: [
    { plate: 'AB123CD', confidence: 0.31 },
    { plate: 'A6123CD', confidence: 0.05 },
  ],
  time_flags: ['future'],
});

export const seen: Sighting[] = [
  sighting(0),
  doubtful,
  sighting(2, { plate: 'GKN482', plate_as_read: 'GKN482', place: null, device: '' }),
  sighting(3),
  sighting(4, { plate: 'AC999ZZ', plate_as_read: 'AC999ZZ' }),
  sighting(5, { device: 'cam-2' }),
];

const like = (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
const alike = (text: string) => text.replaceAll('8', 'B').replaceAll('O', '0');

function found(query: URLSearchParams): Sighting[] {
  const plate = query.get('plate') ?? '';
  const device = query.get('device');
  const most = Number(query.get('confidence_max') ?? 1);
  const fits = (text: string) => !plate || like(plate).test(text);
  return seen
    .filter((each) => (!device || each.device === device) && each.confidence <= most)
    .filter(
      (each) => fits(each.plate) || (query.get('similar') === 'true' && like(alike(plate)).test(alike(each.plate))),
    )
    .map((each) => ({
      ...each,
      match: plate ? { kind: fits(each.plate) ? 'exact' : 'look_alike', differences: [] } : null,
    }));
}

const one = (id: string | undefined) => seen.find((each) => each.id === id);
const missing = () => refusal(404, 'sighting-not-found');

export const sightings = [
  on('get', '/v1/sightings', ({ query }) => ({ items: found(query), next: null })),
  on('get', '/v1/sightings/{sighting}', ({ params }) => {
    const shown = one(params.sighting);
    return shown ? HttpResponse.json(shown, { headers: { ETag: '"1"' } }) : missing();
  }),
  on('patch', '/v1/sightings/{sighting}', async ({ params, request }) => {
    const shown = one(params.sighting);
    return shown ? { ...shown, ...((await request.json()) as object), corrected: true } : missing();
  }),
  on('get', '/v1/sightings/{sighting}/history', () => ({ items: [] })),
];
