import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { type Filters, queryOf } from '@/features/sightings/filters';
import type { MapZone } from '@/ui/map/ZoneLayer';

export type Sighting = Schemas['Sighting'];
export type Correction = Schemas['SightingCorrection'];

const FIRST_PAGE = 20; // a screenful, soon drawn
const NEXT_PAGE = 60;
const LARGEST = 200;

export const sightingsQuery = (filters: Filters, zones: MapZone[]) =>
  infiniteQueryOptions({
    queryKey: ['sightings', 'search', filters],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...queryOf(filters, zones, Date.now()),
        limit: pageParam ? NEXT_PAGE : FIRST_PAGE,
        cursor: pageParam,
      };
      return answered(api.GET('/v1/sightings', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });

export const sightingQuery = (id: string) =>
  queryOptions({
    queryKey: ['sightings', 'one', id],
    queryFn: async ({ signal }) => {
      const { data, response } = await api.GET('/v1/sightings/{sighting}', {
        params: { path: { sighting: id } },
        signal,
      });
      return { sighting: data as Sighting, version: response.headers.get('ETag') ?? '' };
    },
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['sightings', 'history', id],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/sightings/{sighting}/history', { params: { path: { sighting: id } }, signal })),
  });

// The newest sightings of a vehicle; of a period, oldest first where they are a track.
export const vehicleQuery = (plate: string, from = '', to = '') =>
  queryOptions({
    queryKey: ['sightings', 'vehicle', plate, from, to],
    queryFn: ({ signal }) => {
      const query = { plate, ...(from && { from }), ...(to && { to }), limit: LARGEST };
      return answered(api.GET('/v1/sightings', { params: { query }, signal }));
    },
  });

export const devicesQuery = queryOptions({
  queryKey: ['devices', 'names'],
  queryFn: ({ signal }) => answered(api.GET('/v1/devices', { params: { query: { limit: LARGEST } }, signal })),
  staleTime: 300_000,
});

export function useCorrection(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ correction, version }: { correction: Correction; version: string }) =>
      answered(
        api.PATCH('/v1/sightings/{sighting}', {
          params: { path: { sighting: id }, header: { 'If-Match': version } },
          body: correction,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['sightings'] }),
  });
}
