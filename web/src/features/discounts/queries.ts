import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { everyPage, nextOf } from '@/api/pages';
import { useMay } from '@/api/session';
import { without } from '@/ui/without';

export type Permit = Schemas['Permit'];
export type PermitSettings = Schemas['PermitSettings'];
export type Stamp = Schemas['Stamp'];
export type StampSettings = Schemas['StampSettings'];
export type Benefit = Schemas['Benefit'];

const ROOM = 'discounts';
const first: string | undefined = undefined;

export const permitsQuery = (plate: string) =>
  infiniteQueryOptions({
    queryKey: [ROOM, 'permits', plate],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/v1/permits', {
          params: { query: { limit: 100, cursor: pageParam, ...(plate && { plate }) } },
          signal,
        }),
      ),
    initialPageParam: first,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  });

export const permitQuery = (permit: string) =>
  queryOptions({
    queryKey: [ROOM, 'permit', permit],
    queryFn: ({ signal }) => answered(api.GET('/v1/permits/{permit}', { params: { path: { permit } }, signal })),
  });

export const permitHistoryQuery = (permit: string) =>
  queryOptions({
    queryKey: [ROOM, 'permit', permit, 'history'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/permits/{permit}/history', { params: { path: { permit } }, signal })),
  });

export const stampsQuery = queryOptions({
  queryKey: [ROOM, 'stamps'],
  queryFn: ({ signal }) =>
    everyPage((cursor) => answered(api.GET('/v1/stamps', { params: { query: { limit: 200, cursor } }, signal }))),
});

export const stampQuery = (stamp: string) =>
  queryOptions({
    queryKey: [ROOM, 'stamp', stamp],
    queryFn: ({ signal }) => answered(api.GET('/v1/stamps/{stamp}', { params: { path: { stamp } }, signal })),
  });

export const validationsQuery = (stay: string) =>
  queryOptions({
    queryKey: [ROOM, 'validations', stay],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/v1/validations', { params: { query: { stay } }, signal }))).items,
    retry: false,
  });

const zonesQuery = queryOptions({
  queryKey: [ROOM, 'zones'],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answered(api.GET('/v1/parking/zones', { params: { query: { limit: 200, cursor } }, signal })),
    ),
  staleTime: 60_000,
});

// Those to choose from; none for who may not read them.
export function useZones(): Schemas['ParkingZone'][] {
  const may = useMay('parking.read');
  return useQuery({ ...zonesQuery, enabled: may }).data ?? [];
}

const ifMatch = (version: number) => ({ 'If-Match': `"${version}"` });

export const addPermit = (body: PermitSettings, key: string) =>
  answered(api.POST('/v1/permits', { body, params: { header: { 'Idempotency-Key': key } } }));
export const changePermit = ({ id, version }: Permit, body: PermitSettings) =>
  answered(api.PATCH('/v1/permits/{permit}', { params: { path: { permit: id }, header: ifMatch(version) }, body }));
export const revokePermit = ({ id, version }: Permit, reason: string) =>
  answered(
    api.PUT('/v1/permits/{permit}/revocation', {
      params: { path: { permit: id }, header: ifMatch(version) },
      body: { reason },
    }),
  );

export const addStamp = (body: StampSettings, key: string) =>
  answered(api.POST('/v1/stamps', { body, params: { header: { 'Idempotency-Key': key } } }));
export const changeStamp = ({ id, version }: Stamp, body: StampSettings) =>
  answered(api.PATCH('/v1/stamps/{stamp}', { params: { path: { stamp: id }, header: ifMatch(version) }, body }));
export const makeCodes = (stamp: string, count: number, key: string) =>
  answered(
    api.POST('/v1/stamps/{stamp}/codes', {
      params: { path: { stamp }, header: { 'Idempotency-Key': key } },
      body: { count },
    }),
  );

export const giveStamp = (body: Schemas['NewValidation'], key: string) =>
  answered(api.POST('/v1/validations', { body, params: { header: { 'Idempotency-Key': key } } }));
export const takeStampBack = (validation: string, reason: string) =>
  answered(
    api.DELETE('/v1/validations/{validation}', {
      params: { path: { validation }, query: { ...(reason && { reason }) } },
    }),
  );

// What can be edited: all but what the server gives it.
export const permitSettings = (permit: Permit): PermitSettings =>
  without(permit, 'id', 'version', 'changed_at', 'revoked');
export const stampSettings = (stamp: Stamp): StampSettings =>
  without(stamp, 'id', 'version', 'created_at', 'changed_at', 'uses');
