import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query';
import { Problem, Unreachable } from '@/api/problem';
import { sessionQuery } from '@/api/session';

const TRIES = 3;

export function newQueryClient(): QueryClient {
  // Whoever is not known any more signs in again, wherever it was noticed.
  const onError = (problem: Error) => {
    if (problem instanceof Problem && problem.status === 401) client.setQueryData(sessionQuery.queryKey, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, problem) =>
          failures < TRIES && (problem instanceof Unreachable || (problem instanceof Problem && problem.isPassing)),
      },
    },
  });
  return client;
}
