import { queryOptions } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { type Span, partsOf } from '@/features/dashboard/period';

export type Part = Schemas['TotalsPart'];
export type Usual = Schemas['UsualTotals'];
export type Occupancy = Schemas['Occupancy'];

const MINUTE_MS = 60_000;

// Today so far against the same weekdays before. The server counts eight weeks for it, so it is not asked at each event.
export const usualQuery = (zone: string) =>
  queryOptions({
    queryKey: ['dashboard', 'usual', zone],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/parking/totals/usual', { params: { query: { zone: zone || undefined } }, signal })),
    refetchInterval: MINUTE_MS,
  });

export const totalsQuery = (zone: string, span: Span) =>
  queryOptions({
    queryKey: ['dashboard', 'totals', zone, span.from.getTime(), span.to.getTime()],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/parking/totals', {
          params: {
            query: {
              from: span.from.toISOString(),
              to: span.to.toISOString(),
              zone: zone || undefined,
              by: partsOf(span),
            },
          },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });

export const occupancyQuery = queryOptions({
  queryKey: ['dashboard', 'occupancy'],
  queryFn: async ({ signal }) => (await answered(api.GET('/v1/parking/occupancy', { signal }))).items,
  refetchInterval: MINUTE_MS,
});

export const queueQuery = queryOptions({
  queryKey: ['dashboard', 'queue'],
  queryFn: ({ signal }) => answered(api.GET('/v1/queue', { signal })),
  refetchInterval: 10_000,
});

export const latestQuery = queryOptions({
  queryKey: ['dashboard', 'latest'],
  queryFn: async ({ signal }) =>
    (await answered(api.GET('/v1/sightings', { params: { query: { limit: 24 } }, signal }))).items,
  staleTime: Infinity,
  gcTime: 0,
});
