import type { Schemas } from '@/api/client';
import { ars } from '@mock/parking';
import { on } from '@mock/route';

export const takings: Schemas['Takings'] = {
  first_at: '2026-03-07T11:00:00Z',
  last_at: '2026-03-07T19:00:00Z',
  tickets: 3,
  charged: [ars(900_000)],
  methods: [
    { method: 'cash', payments: 2, refunds: 1, taken: ars(500_000), given_back: ars(50_000), sum: ars(450_000) },
    { method: 'card', payments: 1, refunds: 0, taken: ars(300_000), given_back: ars(0), sum: ars(300_000) },
  ],
  paid: [ars(750_000)],
};

export const closing: Schemas['Closing'] = {
  number: 'C-2026-000001',
  of: { key: 'k', name: 'Ana' },
  by: { key: 'k', name: 'Ana' },
  closed_at: '2026-03-07T20:00:00Z',
  time_zone: 'America/Argentina/Buenos_Aires',
  takings,
  cash: [{ expected: ars(450_000), declared: ars(449_000), difference: ars(-1_000) }],
  note: '',
};

export const till = [
  on('get', '/v1/till/takings', () => takings),
  on('get', '/v1/till/closings', () => ({ items: [closing], next: null })),
  on('get', '/v1/till/closings/{number}', () => closing),
];
