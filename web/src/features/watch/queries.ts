import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api, newIdempotencyKey, reach } from '@/api/client';
import { useList } from '@/api/list';

export type Alert = Schemas['Alert'];
export type AlertState = Alert['state'];
export type WatchList = Schemas['WatchList'];
export type ListSettings = Schemas['WatchListSettings'];
export type Entry = Schemas['WatchEntry'];
export type EntrySettings = Schemas['WatchEntrySettings'];

export const LIST_KINDS = ['stolen', 'wanted', 'permit', 'other'] as const;

const once = () => ({ 'Idempotency-Key': newIdempotencyKey() });
const ifUnchanged = (version: number) => ({ 'If-Match': `"${version}"` });

export const useAlerts = (state: AlertState | undefined) =>
  useList<Alert>(['watch', 'alerts', state], (cursor, signal) =>
    answered(api.GET('/v1/alerts', { params: { query: { state, cursor } }, signal })),
  );

export const historyQuery = (alert: string) =>
  queryOptions({
    queryKey: ['watch', 'history', alert],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/v1/alerts/{alert}/history', { params: { path: { alert } }, signal }))).items,
  });

export const useLists = () =>
  useList<WatchList>(['watch', 'lists'], (cursor, signal) =>
    answered(api.GET('/v1/watch/lists', { params: { query: { cursor } }, signal })),
  );

export const listQuery = (list: string) =>
  queryOptions({
    queryKey: ['watch', 'list', list],
    queryFn: ({ signal }) => answered(api.GET('/v1/watch/lists/{list}', { params: { path: { list } }, signal })),
  });

export const useEntries = (list: string) =>
  useList<Entry>(['watch', 'entries', list], (cursor, signal) =>
    answered(api.GET('/v1/watch/lists/{list}/entries', { params: { path: { list }, query: { cursor } }, signal })),
  );

function useWatchMutation<Asked, Given>(act: (asked: Asked) => Promise<Given>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['watch'] }) });
}

export const useVerdict = (alert: string) =>
  useWatchMutation((body: Schemas['AlertVerdict']) =>
    answered(api.PUT('/v1/alerts/{alert}/verdict', { params: { path: { alert } }, body })),
  );

export const useSaveList = (list: WatchList | null) =>
  useWatchMutation((body: ListSettings) =>
    list
      ? answered(
          api.PATCH('/v1/watch/lists/{list}', {
            params: { path: { list: list.id }, header: ifUnchanged(list.version) },
            body,
          }),
        )
      : answered(api.POST('/v1/watch/lists', { params: { header: once() }, body })),
  );

export const useRemoveList = ({ id, version }: WatchList) =>
  useWatchMutation(() =>
    answered(api.DELETE('/v1/watch/lists/{list}', { params: { path: { list: id }, header: ifUnchanged(version) } })),
  );

export const useSaveEntry = (list: string, entry: Entry | null) =>
  useWatchMutation((body: EntrySettings) =>
    entry
      ? answered(
          api.PATCH('/v1/watch/lists/{list}/entries/{entry}', {
            params: { path: { list, entry: entry.id }, header: ifUnchanged(entry.version) },
            body,
          }),
        )
      : answered(api.POST('/v1/watch/lists/{list}/entries', { params: { path: { list }, header: once() }, body })),
  );

export const useRemoveEntry = (list: string) =>
  useWatchMutation(({ id, version }: Entry) =>
    answered(
      api.DELETE('/v1/watch/lists/{list}/entries/{entry}', {
        params: { path: { list, entry: id }, header: ifUnchanged(version) },
      }),
    ),
  );

// The body is a file, which the typed client does not send.
export const useImport = (list: string) =>
  useWatchMutation(async (file: File) => {
    const address = new URL(`/v1/watch/lists/${list}/imports`, location.origin);
    const headers = { ...once(), 'Content-Type': 'text/csv' };
    const response = await reach(new Request(address, { method: 'POST', body: file, headers }));
    return (await response.json()) as Schemas['WatchImport'];
  });
