import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api, newIdempotencyKey } from '@/api/client';
import { useList } from '@/api/list';

export type Device = Schemas['Device'];
export type DeviceSettings = Schemas['DeviceSettings'];

export const useDevices = () =>
  useList<Device>(['devices'], (cursor, signal) =>
    answered(api.GET('/v1/devices', { params: { query: { cursor } }, signal })),
  );

export const zonesQuery = queryOptions({
  queryKey: ['devices', 'zones'],
  queryFn: async ({ signal }) =>
    (await answered(api.GET('/v1/parking/zones', { params: { query: { limit: 200 } }, signal }))).items,
  staleTime: 60_000,
});

function useDeviceMutation<Asked>(act: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['devices'] }) });
}

export const useAddDevice = () =>
  useDeviceMutation((body: DeviceSettings) =>
    answered(api.POST('/v1/devices', { params: { header: { 'Idempotency-Key': newIdempotencyKey() } }, body })),
  );

export const useChangeDevice = ({ id, version }: Device) =>
  useDeviceMutation((body: DeviceSettings) =>
    answered(
      api.PATCH('/v1/devices/{device}', {
        params: { path: { device: id }, header: { 'If-Match': `"${version}"` } },
        body,
      }),
    ),
  );

export const useForgetDevice = () =>
  useDeviceMutation(({ id, version }: Device) =>
    answered(
      api.DELETE('/v1/devices/{device}', {
        params: { path: { device: id }, header: { 'If-Match': `"${version}"` } },
      }),
    ),
  );
