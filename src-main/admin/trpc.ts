/** The ground all procedures stand on: the error shape, the feed's heartbeat, and AppErrors with their HTTP status. */
import { initTRPC, TRPCError } from '@trpc/server';
import { AppError } from '../../src-shared/app-error.ts';
import { describeError, statusOf } from './error-shape.ts';

/** An idle feed says that it lives, so that a reader notices a dead connection (design: every 15 s). */
export const FEED_HEARTBEAT_MS = 15_000;
/** Calls in one request. tRPC itself sets no limit: 2,000 calls in one request were answered. */
export const MAX_BATCH_SIZE = 20;
/** Largest accepted request body. An endpoint with a large model map is some 100 KB. */
export const MAX_BODY_BYTES = 1_048_576;

const t = initTRPC.create({
  isDev: false,
  sse: {
    ping: { enabled: true, intervalMs: FEED_HEARTBEAT_MS },
    client: { reconnectAfterInactivityMs: FEED_HEARTBEAT_MS * 3 },
  },
  errorFormatter({ shape, error }) {
    const { message, app, issues } = describeError(error);
    return { ...shape, message, data: { ...shape.data, stack: undefined, app, issues } };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) {
    const { cause } = result.error;
    throw new TRPCError({ code: statusOf(cause.code), message: cause.message, cause });
  }
  return result;
});
