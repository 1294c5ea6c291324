import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api, newIdempotencyKey } from '@/api/client';
import { useList } from '@/api/list';

export type Health = Schemas['Health'];
export type Job = Schemas['Job'];
export type JobState = Job['state'];
export type Setting = Schemas['Setting'];

const LOOK_AGAIN_MS = 15_000;

// The texts are in the caller's language, so it belongs to the key.
export const healthQuery = (language: string) =>
  queryOptions({
    queryKey: ['operations', 'health', language],
    queryFn: ({ signal }) => answered(api.GET('/v1/health', { signal })),
    refetchInterval: 60_000,
  });

export const queueQuery = queryOptions({
  queryKey: ['operations', 'queue'],
  queryFn: ({ signal }) => answered(api.GET('/v1/queue', { signal })),
  refetchInterval: LOOK_AGAIN_MS,
});

export const settingsQuery = (language: string) =>
  queryOptions({
    queryKey: ['operations', 'settings', language],
    queryFn: async ({ signal }) => (await answered(api.GET('/v1/settings', { signal }))).items,
    staleTime: Infinity,
  });

export const useJobs = (state: JobState, job: string) =>
  useList<Job>(
    ['operations', 'jobs', state, job],
    (cursor, signal) =>
      answered(api.GET('/v1/jobs', { params: { query: { state, job: job || undefined, cursor } }, signal })),
    { refetchInterval: LOOK_AGAIN_MS },
  );

function useJobMutation<Asked>(act: (asked: Asked) => Promise<Schemas['JobsRetried']>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['operations'] }) });
}

const once = () => ({ 'Idempotency-Key': newIdempotencyKey() });

export const useRetry = () =>
  useJobMutation((job: string) =>
    answered(api.POST('/v1/jobs/{job}/retries', { params: { path: { job }, header: once() } })),
  );

export const useRetryAll = () =>
  useJobMutation((job: string) =>
    answered(api.POST('/v1/jobs/retries', { params: { header: once() }, body: { job: job || null } })),
  );
