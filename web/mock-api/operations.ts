import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

export const dead: Schemas['Job'] = {
  id: '0199a000-0000-7000-8000-000000000101',
  job: 'parking.on_plate_seen',
  state: 'dead',
  retriable: true,
  made_at: '2026-03-10T15:00:00Z',
  next_at: null,
  dead_at: '2026-03-10T15:20:00Z',
  attempts: 8,
  reason: 'the disk is full',
  event: '0199a000-0000-7000-8000-000000000102',
  payload: { sighting: '0199a000-0000-7000-8000-0000000000f1' },
};

export const health: Schemas['Health'] = {
  state: 'warning',
  at: '2026-03-10T15:30:00Z',
  running_since: '2026-03-10T08:00:00Z',
  version: '0.1.0',
  database: 'sqlite',
  findings: [
    { check: 'database', state: 'ok', what: 'Responde; 40 migraciones, ninguna espera.', todo: '' },
    {
      check: 'backups',
      state: 'warning',
      what: 'No hay copias de seguridad en /data/backups.',
      todo: 'patente backup, todos los días (docs/operate.md).',
    },
  ],
  disks: [{ folder: '/data', free_bytes: 40 * 1024 ** 3, all_bytes: 100 * 1024 ** 3 }],
  models: [{ file: 'plate_reader.onnx', sha256: '0123456789abcdef0123456789abcdef' }],
};

export const settings: Schemas['Setting'][] = [
  {
    name: 'port',
    environment: 'PATENTE_PORT',
    value: '9000',
    default: '8080',
    source: 'flag',
    secret: false,
    help: 'Puerto HTTP; 0 elige uno libre',
  },
  {
    name: 'payment-secrets',
    environment: 'PATENTE_PAYMENT_SECRETS',
    value: null,
    default: null,
    source: 'environment',
    secret: true,
    help: 'Con qué firma sus mensajes el proveedor de pagos',
  },
];

export const operations = [
  on('get', '/v1/jobs', ({ query }) => ({
    items: [dead].filter(({ state }) => state === (query.get('state') ?? 'dead')),
    next: null,
  })),
  on('post', '/v1/jobs/{job}/retries', () => ({ retried: 1, left: 0 }), 202),
  on('post', '/v1/jobs/retries', () => ({ retried: 2, left: 0 }), 202),
  on('get', '/v1/health', () => health),
  on('get', '/v1/settings', () => ({ items: settings })),
];
