import { queryOptions } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { useList } from '@/api/list';

export type Entry = Schemas['AuditEntry'];
export type Inclusion = Schemas['AuditInclusion'];

export const FILTERS = ['text', 'act', 'subject', 'plate', 'outcome', 'from', 'until'] as const;
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

const dayStart = (day: string | undefined, days = 0) => {
  if (!day) return undefined;
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + days);
  return at.toISOString();
};

// The days are this device's; `until` is the last of them.
export const useEntries = (filters: Filters, language: string) =>
  useList<Entry>(['audit', 'list', filters, language], (cursor, signal) =>
    answered(
      api.GET('/v1/audit', {
        params: {
          query: {
            ...filters,
            outcome: filters.outcome === 'done' || filters.outcome === 'refused' ? filters.outcome : undefined,
            from: dayStart(filters.from),
            until: dayStart(filters.until, 1),
            cursor,
          },
        },
        signal,
      }),
    ),
  );

export const headQuery = queryOptions({
  queryKey: ['audit', 'head'],
  queryFn: ({ signal }) => answered(api.GET('/v1/audit/head', { signal })),
});

export const actsQuery = (language: string) =>
  queryOptions({
    queryKey: ['audit', 'acts', language],
    queryFn: async ({ signal }) => (await answered(api.GET('/v1/audit/acts', { signal }))).items,
    staleTime: Infinity,
  });

export const proofQuery = (number: number) =>
  queryOptions({
    queryKey: ['audit', 'proof', number],
    queryFn: ({ signal }) => answered(api.GET('/v1/audit/proofs/inclusion', { params: { query: { number } }, signal })),
    staleTime: Infinity,
  });
