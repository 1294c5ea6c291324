import type { Schemas } from '@/api/client';
import { on, refusal } from '@mock/route';

const ZONE = '0199a000-0000-7000-8000-0000000000a1';
const TARIFF = '0199a000-0000-7000-8000-0000000000b1';
const TIME_ZONE = 'America/Argentina/Buenos_Aires';
const NOW = '2026-03-07T15:00:00Z';
export const ars = (amount: number): Schemas['Money'] => ({ amount, currency: 'ARS' });

export const document: Schemas['TariffDocument'] = {
  name: { es: 'Hora completa', en: 'Whole hours' },
  currency: 'ARS',
  zone: TIME_ZONE,
  rates: [{ id: 'hour', name: { es: 'Hora', en: 'Hour' }, steps: [{ minutes: 60, price: 100_000 }] }],
  bands: [{ rate: 'hour' }],
  caps: [],
  examples: [],
};

export const tariff: Schemas['Tariff'] = { id: TARIFF, version: 1, document, created_at: NOW, created_by: 'admin' };

export const zone: Schemas['ParkingZone'] = {
  id: ZONE,
  version: 1,
  name: 'Centro A',
  area: { type: 'Circle', coordinates: [-58.3816, -34.6037], radius_m: 150 },
  capacity: 20,
  time_zone: TIME_ZONE,
  tariff: TARIFF,
  currency: 'ARS',
  created_at: NOW,
  changed_at: NOW,
};

export const charge: Schemas['Charge'] = {
  total: ars(300_000),
  tariff_version: 1,
  lines: [
    {
      rule: 'hour/1',
      from: '2026-03-07T10:00:00Z',
      to: '2026-03-07T13:00:00Z',
      quantity: 3,
      unit_price: 100_000,
      amount: 300_000,
      why: { es: 'Hora: 3 × 60 min', en: 'Hour: 3 × 60 min' },
    },
  ],
};

export const openStay: Schemas['Stay'] = {
  id: '0199a000-0000-7000-8000-0000000000c1',
  state: 'open',
  zone: { id: ZONE, name: 'Centro A', time_zone: TIME_ZONE },
  plate: 'AB123CD',
  vehicle_class: '',
  entered_at: '2026-03-07T10:00:00Z',
  last_seen_at: '2026-03-07T10:00:00Z',
  candidates: [],
  flags: [],
  tariff: TARIFF,
  tariff_version: 1,
  owed: ars(300_000),
  paid: ars(0),
  version: 1,
};

export const unpaidStay: Schemas['Stay'] = {
  ...openStay,
  id: '0199a000-0000-7000-8000-0000000000c2',
  state: 'unpaid',
  plate: 'AC456EF',
  left_at: '2026-03-07T12:40:00Z',
  match: { by: 'hand', read_as: '', cost: 0 },
  charge,
  ticket: 'T-2026-000001',
};

export const doubt: Schemas['Stay'] = {
  ...openStay,
  id: '0199a000-0000-7000-8000-0000000000c3',
  state: 'ask',
  plate: 'AB128CD',
  entered_at: '2026-03-07T14:00:00Z',
  owed: ars(0),
  candidates: [openStay.id],
};

export const ticket: Schemas['TicketWithPayments'] = {
  number: 'T-2026-000001',
  state: 'unpaid',
  stay: unpaidStay.id,
  plate: 'AC456EF',
  zone: unpaidStay.zone,
  entered_at: '2026-03-07T10:00:00Z',
  left_at: '2026-03-07T12:40:00Z',
  vehicle_class: '',
  charge,
  owed: ars(300_000),
  paid: ars(0),
  issued_at: '2026-03-07T12:40:00Z',
  page: 'http://localhost/t/token',
  payments: [],
};

const stays = [openStay, unpaidStay, doubt];
const shown = ({ id }: { id: string }, wanted: string | undefined) => id === wanted;

export const parking = [
  on('get', '/v1/parking/zones', () => ({ items: [zone], next: null })),
  on('get', '/v1/parking/zones/{zone}', () => zone),
  on('get', '/v1/parking/occupancy', () => ({
    items: [{ zone: unpaidStay.zone, inside: 12, capacity: 20, free: 8 }],
  })),
  on('get', '/v1/parking/tariffs', () => ({ items: [tariff], next: null })),
  on('get', '/v1/parking/tariffs/{tariff}/versions', () => ({ items: [tariff] })),
  on('post', '/v1/parking/tariffs/explain', () => charge),
  on('get', '/v1/parking/stays', ({ query }) => ({
    items: stays.filter(({ state }) => !query.get('state') || query.get('state') === state),
    next: null,
  })),
  on(
    'get',
    '/v1/parking/stays/{stay}',
    ({ params }) => stays.find((stay) => shown(stay, params.stay)) ?? refusal(404, 'stay-not-found'),
  ),
  on('get', '/v1/parking/stays/{stay}/charge', () => charge),
  on('get', '/v1/parking/stays/{stay}/history', () => ({
    items: [
      {
        at: openStay.entered_at,
        act: 'opened',
        by: { key: '', name: 'patente' },
        reason: '',
        detail: { plate: openStay.plate },
      },
    ],
  })),
  on('get', '/v1/parking/tickets', () => ({ items: [ticket], next: null })),
  on('get', '/v1/parking/tickets/{number}', () => ticket),
];
