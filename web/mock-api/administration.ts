import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

export const user: Schemas['User'] = {
  id: '0199a000-0000-7000-8000-000000000201',
  version: 2,
  login: 'ana.gomez',
  name: 'Ana Gómez',
  roles: ['attendant'],
  language: null,
  zones: ['0199a000-0000-7000-8000-000000000299'],
  devices: [],
  active: true,
  has_totp: true,
  must_choose_password: false,
  locked: true,
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
  signed_in_at: '2026-03-09T12:00:00Z',
  one_time_password: null,
};

const role = (id: string, name: string, permissions: string[]): Schemas['Role'] => ({
  id,
  version: 1,
  name,
  permissions,
  built_in: true,
  editable: id !== 'admin',
});

export const key: Schemas['Key'] = {
  id: '0199a000-0000-7000-8000-000000000301',
  name: 'Barrera norte',
  permissions: ['captures.create'],
  expires_at: null,
  zones: [],
  devices: [],
  made_at: '2026-03-01T12:00:00Z',
  revoked_at: null,
  secret: null,
};

export const administration = [
  on('get', '/v1/users', () => ({ items: [user], next: null })),
  on('post', '/v1/users', () => ({ ...user, one_time_password: 'lima-pera-uva' }), 201),
  on('patch', '/v1/users/{user}', async ({ request }) => ({ ...user, ...((await request.json()) as object) })),
  on('delete', '/v1/users/{user}', () => new Response(null, { status: 204 })),
  on('put', '/v1/users/{user}/password', () => ({ ...user, one_time_password: 'lima-pera-uva' })),
  on('delete', '/v1/users/{user}/totp', () => new Response(null, { status: 204 })),
  on('delete', '/v1/users/{user}/sessions', () => new Response(null, { status: 204 })),
  on('delete', '/v1/users/{user}/lock', () => new Response(null, { status: 204 })),
  on('get', '/v1/roles', () => ({
    items: [role('admin', 'Administración', ['*']), role('attendant', 'Playero', ['captures.create', 'parking.read'])],
  })),
  on('get', '/v1/permissions', () => ({
    items: [
      { id: 'captures.create', text: 'Enviar fotos' },
      { id: 'parking.read', text: 'Ver estadías, comprobantes y zonas' },
    ],
  })),
  on('get', '/v1/keys', () => ({ items: [key] })),
  on('post', '/v1/keys', () => ({ ...key, secret: 'pat_mock' }), 201),
  on('delete', '/v1/keys/{key}', () => new Response(null, { status: 204 })),
];
