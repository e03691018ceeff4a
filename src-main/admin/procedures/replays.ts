/** Stored requests sent once more. The call lasts as long as the answer; cancelling is another call, since not every host notices a caller that leaves. */
import { z } from 'zod';
import { exchangeIdInputSchema } from '../../../src-shared/schemas/admin.ts';
import { replayInputSchema, replaySchema } from '../../../src-shared/schemas/replay.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function replayProcedures({ replays }: Pick<AdminServices, 'replays'>) {
  return router({
    run: procedure
      .input(replayInputSchema)
      .output(replaySchema)
      .mutation(({ input }) => replays.run(input)),
    cancel: procedure
      .input(exchangeIdInputSchema)
      .output(z.void())
      .mutation(({ input }) => replays.cancel(input.id)),
  });
}
