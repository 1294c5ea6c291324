import { on } from '@mock/route';
import type { Schemas } from '@/api/client';

export const webhook: Schemas['Webhook'] = {
  id: '0199a000-0000-7000-8000-0000000000e1',
  version: 3,
  url: 'https://taller.example/patente',
  description: 'Taller municipal',
  types: ['parking'],
  plate: '',
  zone: '',
  active: true,
  secrets: [{ id: '0199a000-0000-7000-8000-0000000000e2', added_at: '2026-03-01T12:00:00Z', secret: null }],
  health: {
    down: true,
    failures: 5,
    failing_since: '2026-03-02T09:00:00Z',
    last_fault: 'answered 500',
    waiting: 4,
    dead: 2,
  },
  created_at: '2026-03-01T12:00:00Z',
  changed_at: '2026-03-01T12:00:00Z',
};

export const delivery: Schemas['WebhookDelivery'] = {
  id: '0199a000-0000-7000-8000-0000000000e3',
  webhook_id: 'msg_0199a000-0000-7000-8000-0000000000e3',
  event: '41',
  type: 'parking.opened',
  plate: 'AB123CD',
  state: 'dead',
  attempts: 9,
  made_at: '2026-03-02T09:00:00Z',
  next_at: null,
  ended_at: '2026-03-03T09:00:00Z',
  last_status: 500,
  last_fault: 'answered 500',
  body: { type: 'parking.opened', plate: 'AB123CD' },
};

const secret = { id: '0199a000-0000-7000-8000-0000000000e4', added_at: '2026-03-02T12:00:00Z', secret: 'whsec_mock' };

export const webhooks = [
  on('get', '/v1/webhooks', () => ({ items: [webhook], next: null })),
  on('post', '/v1/webhooks', () => ({ ...webhook, secrets: [secret] }), 201),
  on('get', '/v1/webhooks/{webhook}', () => webhook),
  on('patch', '/v1/webhooks/{webhook}', async ({ request }) => ({ ...webhook, ...((await request.json()) as object) })),
  on('delete', '/v1/webhooks/{webhook}', () => new Response(null, { status: 204 })),
  on('get', '/v1/webhooks/{webhook}/deliveries', ({ query }) => ({
    items: [delivery].filter(({ state }) => state === (query.get('state') ?? state)),
    next: null,
  })),
  on('post', '/v1/webhooks/{webhook}/deliveries/{delivery}/retries', () => ({ retried: 1 }), 202),
  on('post', '/v1/webhooks/{webhook}/retries', () => ({ retried: 2 }), 202),
  on('post', '/v1/webhooks/{webhook}/secrets', () => secret, 201),
  on('delete', '/v1/webhooks/{webhook}/secrets/{secret}', () => new Response(null, { status: 204 })),
  on(
    'post',
    '/v1/webhooks/{webhook}/tests',
    () => ({ ...delivery, type: 'webhooks.test', state: 'waiting' as const }),
    202,
  ),
];
