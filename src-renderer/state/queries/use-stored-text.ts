/** The text of a stored body, part by part: at once as much as can be shown without a stutter, the rest on demand. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { BodyAddress } from '../../../src-shared/request-export/stored-bodies.ts';
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
  const last = data?.pages.at(-1);
  const loadedBytes = last === undefined ? 0 : (last.nextOffset ?? last.textBytes);
  const isWanted = hasNextPage && loadedBytes < wanted && error === null;
  useEffect(() => {
    if (isWanted && !isFetching) void fetchNextPage();
  }, [isWanted, isFetching, fetchNextPage]);
  return {
    // Parts that are still on their way would be laid out again and again.
    text: data === undefined || isWanted ? undefined : data.pages.map(({ text }) => text).join(''),
    loadedBytes,
    textBytes: last?.textBytes ?? 0,
    isWhole: data !== undefined && !hasNextPage,
    isLoading: isFetching || isWanted,
    error,
    loadUpTo: (offset) => setWanted((now) => Math.max(now, offset + 1)),
    retry: () => void (data === undefined ? refetch() : fetchNextPage()),
  };
}
