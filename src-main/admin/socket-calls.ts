/** What the admin socket answers calls with: tRPC's own handler. A file of its own, because it is loaded by the first call. */
import type { RequestListener } from 'node:http';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { TRPC_PATH } from '../../src-shared/admin-http.ts';
import type { Logger } from '../platform/logger.ts';
import { isFault } from './error-shape.ts';
import type { AdminRouter } from './router.ts';
import { MAX_BATCH_SIZE, MAX_BODY_BYTES } from './trpc.ts';

export function createSocketCalls(router: AdminRouter, logger: Logger): RequestListener {
  return createHTTPHandler<AdminRouter>({
    router,
    basePath: `${TRPC_PATH}/`,
    maxBatchSize: MAX_BATCH_SIZE,
    maxBodySize: MAX_BODY_BYTES,
    onError({ error, path }) {
      if (isFault(error)) logger.error('an admin call failed', { path, error });
    },
  });
}
