import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api, newIdempotencyKey } from '@/api/client';
import { useList } from '@/api/list';

export type Webhook = Schemas['Webhook'];
export type WebhookSettings = Schemas['WebhookSettings'];
export type Delivery = Schemas['WebhookDelivery'];
export type DeliveryState = Delivery['state'];

export const EVENT_ROOMS = ['captures', 'sightings', 'parking', 'alert'] as const;

const once = () => ({ 'Idempotency-Key': newIdempotencyKey() });

export const useWebhooks = () =>
  useList<Webhook>(['webhooks', 'list'], (cursor, signal) =>
    answered(api.GET('/v1/webhooks', { params: { query: { cursor } }, signal })),
  );

export const webhookQuery = (webhook: string) =>
  queryOptions({
    queryKey: ['webhooks', 'one', webhook],
    queryFn: ({ signal }) => answered(api.GET('/v1/webhooks/{webhook}', { params: { path: { webhook } }, signal })),
    refetchInterval: 10_000,
  });

export const useDeliveries = (webhook: string, state: DeliveryState | undefined) =>
  useList<Delivery>(['webhooks', 'deliveries', webhook, state], (cursor, signal) =>
    answered(
      api.GET('/v1/webhooks/{webhook}/deliveries', {
        params: { path: { webhook }, query: { state, cursor } },
        signal,
      }),
    ),
  );

function useWebhookMutation<Asked, Given>(act: (asked: Asked) => Promise<Given>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }) });
}

export const useAddWebhook = () =>
  useWebhookMutation((body: WebhookSettings) =>
    answered(api.POST('/v1/webhooks', { params: { header: once() }, body })),
  );

export const useChangeWebhook = ({ id, version }: Pick<Webhook, 'id' | 'version'>) =>
  useWebhookMutation((body: Partial<WebhookSettings>) =>
    answered(
      api.PATCH('/v1/webhooks/{webhook}', {
        params: { path: { webhook: id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  );

export const useRemoveWebhook = ({ id, version }: Webhook) =>
  useWebhookMutation(() =>
    answered(
      api.DELETE('/v1/webhooks/{webhook}', {
        params: { path: { webhook: id }, header: { 'If-Match': `"${version}"` } },
      }),
    ),
  );

export const useAddSecret = (webhook: string) =>
  useWebhookMutation(() =>
    answered(api.POST('/v1/webhooks/{webhook}/secrets', { params: { path: { webhook }, header: once() } })),
  );

export const useRemoveSecret = (webhook: string) =>
  useWebhookMutation((secret: string) =>
    answered(api.DELETE('/v1/webhooks/{webhook}/secrets/{secret}', { params: { path: { webhook, secret } } })),
  );

export const useTestWebhook = (webhook: string) =>
  useWebhookMutation(() =>
    answered(api.POST('/v1/webhooks/{webhook}/tests', { params: { path: { webhook }, header: once() } })),
  );

export const useRetryAll = (webhook: string) =>
  useWebhookMutation(() =>
    answered(api.POST('/v1/webhooks/{webhook}/retries', { params: { path: { webhook }, header: once() } })),
  );

export const useRetry = (webhook: string) =>
  useWebhookMutation((delivery: string) =>
    answered(
      api.POST('/v1/webhooks/{webhook}/deliveries/{delivery}/retries', {
        params: { path: { webhook, delivery }, header: once() },
      }),
    ),
  );
