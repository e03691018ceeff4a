/** The text of a stored body, part by part: at once as much as can be shown without a stutter, the rest on demand. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { BodyAddress } from '../../../src-shared/request-export/stored-bodies.ts';
import type { AuditText } from '../../../src-shared/schemas/audit.ts';
import { useAdmin, useAdminClient } from '../../api/admin-context.ts';

/** Nearly every body is smaller. Laying out this much takes some 50 ms. */
export const LOADED_AT_ONCE_BYTES = 2 * 1_048_576;

/** A body does not change once it is written, and may be large: it is forgotten soon after nobody looks at it. */
const FORGOTTEN_AFTER_MS = 60_000;

export interface StoredText {
  /** What is loaded so far; undefined before the first part. */
  readonly text: string | undefined;
  /** Up to where, in bytes of the whole text. */
  readonly loadedBytes: number;
  readonly textBytes: number;
  readonly isWhole: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  /** Loads on until this byte of the text is there. */
  readonly loadUpTo: (offset: number) => void;
  readonly retry: () => void;
}

/** @param address Null: there is nothing to ask for. */
export function useStoredText(address: BodyAddress | null): StoredText {
  const admin = useAdmin();
  const client = useAdminClient();
  const [wanted, setWanted] = useState(LOADED_AT_ONCE_BYTES);
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...admin.audit.text.pathKey(), address],
    queryFn: ({ pageParam, signal }) => {
      if (address === null) throw new Error('asked for the text of no body');
      return client.audit.text.query({ ...address, offset: pageParam }, { signal });
    },
    initialPageParam: 0,
    getNextPageParam: ({ nextOffset }) => nextOffset,
    enabled: address !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: FORGOTTEN_AFTER_MS,
  });
  const loadedBytes = endOf(data?.pages.at(-1));
  const isWanted = hasNextPage && loadedBytes < wanted && error === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a part that comes before anything was drawn shows in its length alone
  useEffect(() => {
    if (isWanted && !isFetching) void fetchNextPage();
  }, [isWanted, isFetching, loadedBytes, fetchNextPage]);
  // Parts that are on their way are shown together: each would be laid out anew. Until then what was there stays.
  const settled = useRef(0);
  if (data !== undefined && !isWanted) settled.current = data.pages.length;
  const count = Math.min(settled.current, data?.pages.length ?? 0);
  const shown = useMemo(() => data?.pages.slice(0, count) ?? [], [data, count]);
  const text = useMemo(() => (shown.length === 0 ? undefined : shown.map((part) => part.text).join('')), [shown]);
  return {
    text,
    loadedBytes: endOf(shown.at(-1)),
    textBytes: shown.at(-1)?.textBytes ?? 0,
    isWhole: shown.length > 0 && shown.at(-1)?.nextOffset === null,
    isLoading: isFetching || isWanted,
    error,
    loadUpTo: (offset) => setWanted((now) => Math.max(now, offset + 1)),
    retry: () => void (data === undefined ? refetch() : fetchNextPage()),
  };
}

/** Up to which byte of the text this part goes. */
function endOf(part: AuditText | undefined): number {
  return part === undefined ? 0 : (part.nextOffset ?? part.textBytes);
}
