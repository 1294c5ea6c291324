import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { nextOf } from '@/api/pages';

export type Takings = Schemas['Takings'];
export type Closing = Schemas['Closing'];

const ROOM = 'till';
const first: string | undefined = undefined;

// Of a key, or of whoever asks.
export const takingsQuery = (key: string) =>
  queryOptions({
    queryKey: [ROOM, 'takings', key],
    queryFn: ({ signal }) =>
      key
        ? answered(api.GET('/v1/till/keys/{key}/takings', { params: { path: { key } }, signal }))
        : answered(api.GET('/v1/till/takings', { signal })),
  });

export const closingsQuery = infiniteQueryOptions({
  queryKey: [ROOM, 'closings'],
  queryFn: ({ pageParam, signal }) =>
    answered(api.GET('/v1/till/closings', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
  initialPageParam: first,
  getNextPageParam: nextOf,
});

export const closingQuery = (number: string) =>
  queryOptions({
    queryKey: [ROOM, 'closing', number],
    queryFn: ({ signal }) => answered(api.GET('/v1/till/closings/{number}', { params: { path: { number } }, signal })),
  });

export function closeTill(key: string, body: Schemas['NewClosing'], idempotencyKey: string): Promise<Closing> {
  const header = { 'Idempotency-Key': idempotencyKey };
  return key
    ? answered(api.POST('/v1/till/keys/{key}/closings', { params: { path: { key }, header }, body }))
    : answered(api.POST('/v1/till/closings', { params: { header }, body }));
}
