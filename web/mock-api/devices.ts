import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

export const gate: Schemas['Device'] = {
  id: '0199a000-0000-7000-8000-0000000000d1',
  version: 1,
  name: 'gate-1',
  kind: 'gate',
  zone: '',
  direction: 'in',
  position: { lat: -34.6037, lon: -58.3816, accuracy_m: null },
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
};

export const devices = [
  on('get', '/v1/devices', () => ({ items: [gate], next: null })),
  on('post', '/v1/devices', async ({ request }) => ({ ...gate, ...((await request.json()) as object) }), 201),
  on('patch', '/v1/devices/{device}', async ({ request }) => ({ ...gate, ...((await request.json()) as object) })),
  on('delete', '/v1/devices/{device}', () => new Response(null, { status: 204 })),
];
