import type { Schemas } from '@/api/client';
import { on } from '@mock/route';

export const permit: Schemas['Permit'] = {
  id: '0199a000-0000-7000-8000-0000000000d1',
  version: 1,
  kind: 'resident',
  reference: 'RES-1',
  holder: 'Juana Molina',
  plates: ['AB123CD'],
  benefit: { kind: 'free' },
  changed_at: '2026-03-01T12:00:00Z',
};

export const stamp: Schemas['Stamp'] = {
  id: '0199a000-0000-7000-8000-0000000000e1',
  version: 1,
  shop: 'Kiosco Sol',
  benefit: { kind: 'minutes', minutes: 60 },
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
  uses: 7,
};

export const discounts = [
  on('get', '/v1/permits', () => ({ items: [permit], next: null })),
  on('get', '/v1/permits/{permit}', () => permit),
  on('get', '/v1/permits/{permit}/history', () => ({
    items: [{ version: 1, made_at: permit.changed_at, by: { key: 'k', name: 'Ana' }, settings: permit }],
  })),
  on('get', '/v1/stamps', () => ({ items: [stamp], next: null })),
  on('get', '/v1/stamps/{stamp}', () => stamp),
  on('get', '/v1/validations', () => ({ items: [] })),
];
