/** The cache of everything the core has answered, and when a failed question is asked again. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { readFailure } from './read-failure.ts';

/** The feed keeps answers true; this only bounds how long a missed event could show. */
const STALE_AFTER_MS = 60_000;
const RETRIES = 2;

export function createQueries({ onSessionEnd }: { readonly onSessionEnd: () => void }): QueryClient {
  const onError = (error: unknown) => {
    if (readFailure(error).kind === 'session') onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        // Only silence can pass by itself; an answer that names a fault would be the same again.
        retry: (failures, error) => failures < RETRIES && readFailure(error).kind === 'unreachable',
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
