/** How often has the feed begun anew, so that something may have happened that it did not tell? Filled by the feed alone. */
import { useQuery } from '@tanstack/react-query';

export const FEED_RESETS_KEY = ['feed-resets'];

export function useFeedResets(): number {
  const { data } = useQuery<number>({
    queryKey: FEED_RESETS_KEY,
    queryFn: ({ client }) => client.getQueryData<number>(FEED_RESETS_KEY) ?? 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? 0;
}
