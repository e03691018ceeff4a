/** The event feed as a subscription: each event carries its cursor, from which a reader that lost the connection resumes. */
import { tracked } from '@trpc/server';
import { feedInputSchema } from '../../../src-shared/schemas/admin.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function feedProcedures({ feed }: Pick<AdminServices, 'feed'>) {
  return router({
    // Every event is tracked: an untracked one would arrive with an empty id, which a careless reader resumes from.
    events: procedure.input(feedInputSchema).subscription(async function* ({ input, signal }) {
      // An in-process caller may have no signal; it ends the feed by leaving its loop.
      const ended = signal ?? new AbortController().signal;
      for await (const { cursor, event } of feed.read(input.lastEventId ?? input.since ?? null, ended)) yield tracked(cursor, event);
    }),
  });
}
