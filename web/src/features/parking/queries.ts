import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { useEvents } from '@/api/events';
import { everyPage, nextOf } from '@/api/pages';
import { useMay } from '@/api/session';

export type Zone = Schemas['ParkingZone'];
export type Tariff = Schemas['Tariff'];
export type TariffDocument = Schemas['TariffDocument'];
export type Stay = Schemas['Stay'];
export type Ticket = Schemas['TicketWithPayments'];
export type Charge = Schemas['Charge'];

export interface Filters {
  plate?: string;
  state?: string;
  zone?: string;
  from?: string;
  to?: string;
}

const ROOM = 'parking';
const PAGE = 50;
const A_MINUTE = 60_000;
const first: string | undefined = undefined;

export const zonesQuery = queryOptions({
  queryKey: [ROOM, 'zones'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answered(api.GET('/v1/parking/zones', { params: { query: { limit: 200, cursor } }, signal })),
    ),
  staleTime: A_MINUTE,
});

export const zoneQuery = (zone: string) =>
  queryOptions({
    queryKey: [ROOM, 'zones', zone],
    queryFn: ({ signal }) => answered(api.GET('/v1/parking/zones/{zone}', { params: { path: { zone } }, signal })),
  });

export const occupancyQuery = queryOptions({
  queryKey: [ROOM, 'occupancy'],
  queryFn: async ({ signal }) => (await answered(api.GET('/v1/parking/occupancy', { signal }))).items,
});

export const tariffsQuery = queryOptions({
  queryKey: [ROOM, 'tariffs'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answered(api.GET('/v1/parking/tariffs', { params: { query: { limit: 200, cursor } }, signal })),
    ),
  staleTime: A_MINUTE,
});

export const versionsQuery = (tariff: string) =>
  queryOptions({
    queryKey: [ROOM, 'tariffs', tariff],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/v1/parking/tariffs/{tariff}/versions', { params: { path: { tariff } }, signal })))
        .items,
  });

export const staysQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: [ROOM, 'stays', filters],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/parking/stays', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });

export const stayQuery = (stay: string) =>
  queryOptions({
    queryKey: [ROOM, 'stay', stay],
    queryFn: ({ signal }) => answered(api.GET('/v1/parking/stays/{stay}', { params: { path: { stay } }, signal })),
  });

// What it owes now, line by line; as it was charged once it has ended.
export const chargeQuery = (stay: string) =>
  queryOptions({
    queryKey: [ROOM, 'stay', stay, 'charge'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/parking/stays/{stay}/charge', { params: { path: { stay } }, signal })),
    refetchInterval: A_MINUTE,
  });

export const historyQuery = (stay: string) =>
  queryOptions({
    queryKey: [ROOM, 'stay', stay, 'history'],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/v1/parking/stays/{stay}/history', { params: { path: { stay } }, signal }))).items,
  });

export const ticketsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: [ROOM, 'tickets', filters],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/parking/tickets', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });

export const ticketQuery = (number: string) =>
  queryOptions({
    queryKey: [ROOM, 'ticket', number],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/parking/tickets/{number}', { params: { path: { number } }, signal })),
  });

// The photo behind a sighting, for its pictures.
export const sightingQuery = (sighting: string) =>
  queryOptions({
    queryKey: [ROOM, 'sighting', sighting],
    queryFn: ({ signal }) => answered(api.GET('/v1/sightings/{sighting}', { params: { path: { sighting } }, signal })),
    staleTime: A_MINUTE,
  });

const doubtsFilter = { state: 'ask' };
export const doubtsQuery = staysQuery(doubtsFilter);

export const useZones = () => useQuery(zonesQuery);

// For after an act: all of this room is read again where it is shown.
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [ROOM] });
}

// What is shown follows what happens at the gates, and at other desks.
export function useLive(): void {
  const refresh = useRefresh();
  const may = useMay('events.read');
  useEvents(may ? [ROOM] : [], () => void refresh());
}
