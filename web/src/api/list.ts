// Lists of the API that go on: `<DataTable {...useList(['devices'], (cursor) => …)} />`.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface PageOf<Row> {
  items: Row[];
  next?: string | null;
}

export interface ListOf<Row> {
  rows: Row[] | undefined; // undefined: loading
  problem: unknown;
  onRetry: () => void;
  onMore: (() => void) | false;
  loadingMore: boolean;
}

export function useList<Row>(
  key: QueryKey,
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<Row>>,
  { enabled = true, refetchInterval }: { enabled?: boolean; refetchInterval?: number } = {},
): ListOf<Row> {
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled,
    refetchInterval,
  });
  return {
    rows: list.data?.pages.flatMap(({ items }) => items),
    problem: list.error,
    onRetry: () => void list.refetch(),
    onMore: list.hasNextPage && (() => void list.fetchNextPage()),
    loadingMore: list.isFetchingNextPage,
  };
}
