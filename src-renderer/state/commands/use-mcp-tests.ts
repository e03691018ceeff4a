/**
 * Tests of MCP servers: what runs, and what came of the last one of each. Results are kept in the query cache as long as the page
 * is open, so that they are there again when the list was left and comes back.
 */
import { type QueryClient, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { McpTest, McpTestTarget } from '../../../src-shared/schemas/mcp-test.ts';
import type { AdminClient } from '../../api/admin-client.ts';
import { useAdminClient } from '../../api/admin-context.ts';

export type TestState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly id: string }
  | { readonly kind: 'done'; readonly result: McpTest; readonly atMs: number }
  /** The core could not be asked, or refused to. */
  | { readonly kind: 'refused'; readonly error: unknown };

const cacheKey = (key: string) => ['mcp-test', key];

/** @param key  `serverKey`, or a word of its own for a draft. Null: not tested since the page was opened. */
export function useMcpTest(key: string): TestState | null {
  const { data } = useQuery<TestState | null>({
    queryKey: cacheKey(key),
    // Nobody else knows it: there is nothing to ask for, and an answer could only be older than what is there.
    queryFn: skipToken,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  return data ?? null;
}

export interface TestRun {
  readonly key: string;
  readonly target: McpTestTarget;
  /** Ms; absent: the core's own. */
  readonly timeoutMs?: number | undefined;
}

/** So many at once: the browser opens six connections, of which the feed and what else is asked need theirs. */
const AT_ONCE = 3;

/** The same functions as long as the page is open. */
export function useMcpTests() {
  const client = useAdminClient();
  const queries = useQueryClient();
  return useMemo(() => testsOf(client, queries), [client, queries]);
}

function testsOf(client: AdminClient, queries: QueryClient) {
  return {
    run: (run: TestRun) => runTest(client, queries, run),
    /** Resolves when all have ended or were left out because `signal` came. @param onEnd  After each. */
    async runAll(runs: readonly TestRun[], signal: AbortSignal, onEnd: () => void): Promise<void> {
      const left = [...runs];
      for (const { key } of left) put(queries, key, { kind: 'waiting' });
      const worker = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          if (signal.aborted) forget(queries, next.key);
          else await runTest(client, queries, next);
          onEnd();
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    },
    cancel(key: string): void {
      const state = queries.getQueryData<TestState>(cacheKey(key));
      // It may have ended meanwhile; then there is nothing to give up.
      if (state?.kind === 'running') void client.mcp.cancelTest.mutate({ id: state.id }).catch(() => undefined);
    },
    forget: (key: string) => forget(queries, key),
  };
}

async function runTest(client: AdminClient, queries: QueryClient, { key, target, timeoutMs }: TestRun): Promise<void> {
  const id = crypto.randomUUID();
  put(queries, key, { kind: 'running', id });
  // A later test of the same server has the word.
  const isLatest = () => {
    const state = queries.getQueryData<TestState>(cacheKey(key));
    return state?.kind === 'running' && state.id === id;
  };
  try {
    const result = await client.mcp.test.mutate({ id, target, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    if (isLatest()) put(queries, key, { kind: 'done', result, atMs: Date.now() });
  } catch (error) {
    if (isLatest()) put(queries, key, { kind: 'refused', error });
  }
}

function put(queries: QueryClient, key: string, state: TestState): void {
  queries.setQueryData<TestState | null>(cacheKey(key), state);
}

function forget(queries: QueryClient, key: string): void {
  queries.setQueryData<TestState | null>(cacheKey(key), null);
}
