/**
 * How the renderer talks to the core: calls are batched into one request, the feed is one long answer. The same client
 * serves the browser (with the session secret) and the desktop window (where the scheme handler adds the authorisation).
 */
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import type { AdminRouter } from '../../src-main/admin/router.ts';
import { SESSION_HEADER, TRPC_PATH } from '../../src-shared/admin-http.ts';
import { fetchSubscriptionLink } from './fetch-subscription-link.ts';

/** The server refuses larger batches. */
const MAX_BATCH_ITEMS = 20;
/** Long questions are split before a server or proxy finds their address too long. */
const MAX_URL_CHARACTERS = 6_000;
/** May take seconds: in a batch they would hold back what was asked beside them. */
const LONG_CALLS: readonly string[] = ['endpoints.test', 'mcp.test', 'replays.run', 'launch.options', 'service.status', 'service.plan'];

export type AdminClient = TRPCClient<AdminRouter>;

/** @param readSecret asked anew for each call, because a login replaces the secret. */
export function createAdminClient(readSecret: () => string | null): AdminClient {
  const headers = (): Record<string, string> => {
    const secret = readSecret();
    return secret === null ? {} : { [SESSION_HEADER]: secret };
  };
  return createTRPCClient<AdminRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: fetchSubscriptionLink({ url: TRPC_PATH, headers }),
        false: splitLink({
          condition: ({ path }) => LONG_CALLS.includes(path),
          true: httpLink({ url: TRPC_PATH, headers }),
          false: httpBatchLink({ url: TRPC_PATH, headers, maxItems: MAX_BATCH_ITEMS, maxURLLength: MAX_URL_CHARACTERS }),
        }),
      }),
    ],
  });
}
