import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';

export type Capture = Schemas['Capture'];
export type Reading = Schemas['Reading'];

const READING_MS = 700;
const STAY_MS = 30_000;

// Asked again until it is read and its stay is known.
export const captureQuery = (id: string) =>
  queryOptions({
    queryKey: ['captures', id],
    queryFn: async ({ signal }) => {
      const { data, response } = await api.GET('/v1/captures/{capture}', { params: { path: { capture: id } }, signal });
      return { capture: data as Capture, isSettled: response.status !== 202 }; // 202 until its stay is known
    },
    refetchInterval: ({ state }) => (state.data?.isSettled === false ? READING_MS : false),
  });

// What an open stay owes grows.
export const stayQuery = (id: string) =>
  queryOptions({
    queryKey: ['parking', 'stays', id],
    queryFn: ({ signal }) => answered(api.GET('/v1/parking/stays/{stay}', { params: { path: { stay: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'open' ? STAY_MS : false),
  });

// Drawn under the place that a person sets.
export const zonesQuery = queryOptions({
  queryKey: ['parking', 'zones', 'of captures'],
  queryFn: async ({ signal }) => {
    const { items } = await answered(api.GET('/v1/parking/zones', { signal }));
    return items.flatMap(({ id, name, area }) => (area ? [{ id, name, area }] : []));
  },
});

const OFFERED = 6;

// Plates of stays that are open now and hold what was typed so far.
export const insideQuery = (text: string) =>
  queryOptions({
    queryKey: ['parking', 'stays', 'inside', text],
    queryFn: async ({ signal }) => {
      const query = { plate: `*${text}*`, state: 'open', limit: OFFERED };
      const { items } = await answered(api.GET('/v1/parking/stays', { params: { query }, signal }));
      return [...new Set(items.map(({ plate }) => plate))];
    },
    enabled: text.length >= 3,
  });

export type SightingFields = Pick<Schemas['SightingCorrection'], 'plate' | 'place'>;

// Whatever a person sets right, the capture is shown as it stands then.
export function useMending(capture: Capture) {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['captures', capture.id] }),
      client.invalidateQueries({ queryKey: ['parking'] }),
    ]);
  const path = { capture: capture.id };
  return {
    enter: useMutation({
      mutationFn: (plate: string) =>
        answered(api.PUT('/v1/captures/{capture}/plate', { params: { path }, body: { plate } })),
      onSuccess,
    }),
    correct: useMutation({
      mutationFn: (fields: SightingFields) =>
        answered(
          api.PATCH('/v1/sightings/{sighting}', {
            params: { path: { sighting: capture.sighting ?? '' } },
            body: fields,
          }),
        ),
      onSuccess,
    }),
    useArrival: useMutation({
      mutationFn: () =>
        answered(api.PUT('/v1/captures/{capture}/taken-at', { params: { path }, body: { source: 'arrival' } })),
      onSuccess,
    }),
  };
}
