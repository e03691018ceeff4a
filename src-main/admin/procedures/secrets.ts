/** Where the data key lives, and moving it. */
import { moveKeyInputSchema, secretsStatusSchema } from '../../../src-shared/schemas/secrets.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function secretProcedures({ secrets }: Pick<AdminServices, 'secrets'>) {
  return router({
    status: procedure.output(secretsStatusSchema).query(() => secrets.status()),
    move: procedure
      .input(moveKeyInputSchema)
      .output(secretsStatusSchema)
      .mutation(({ input }) => secrets.move(input.to)),
  });
}
