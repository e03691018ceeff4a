/** Questions and commands about endpoints. */
import { z } from 'zod';
import {
  endpointEditSchema,
  endpointIdInputSchema,
  endpointLookupSchema,
  endpointMoveSchema,
  endpointRestSchema,
  endpointTestInputSchema,
} from '../../../src-shared/schemas/admin.ts';
import { connectionTestSchema, endpointInputSchema, endpointWithStateSchema } from '../../../src-shared/schemas/endpoint.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

const listSchema = z.array(endpointWithStateSchema);

export function endpointProcedures({ endpoints }: Pick<AdminServices, 'endpoints'>) {
  const byId = procedure.input(endpointIdInputSchema);
  return router({
    list: procedure.output(listSchema).query(() => [...endpoints.list()]),
    get: procedure
      .input(endpointLookupSchema)
      .output(endpointWithStateSchema)
      .query(({ input }) => endpoints.get(input.idOrName)),
    add: procedure
      .input(endpointInputSchema)
      .output(endpointWithStateSchema)
      .mutation(({ input }) => endpoints.add(input)),
    edit: procedure
      .input(endpointEditSchema)
      .output(endpointWithStateSchema)
      .mutation(({ input }) => endpoints.edit(input.id, input.patch)),
    clone: byId.output(endpointWithStateSchema).mutation(({ input }) => endpoints.clone(input.id)),
    remove: byId.output(z.void()).mutation(({ input }) => endpoints.remove(input.id)),
    undoRemove: byId.output(endpointWithStateSchema).mutation(({ input }) => endpoints.undoRemove(input.id)),
    move: procedure
      .input(endpointMoveSchema)
      .output(listSchema)
      .mutation(async ({ input }) => [...(await endpoints.move(input.id, input.position))]),
    rest: procedure
      .input(endpointRestSchema)
      .output(endpointWithStateSchema)
      .mutation(({ input }) => endpoints.rest(input.id, input.forMs)),
    restore: byId.output(endpointWithStateSchema).mutation(({ input }) => endpoints.restore(input.id)),
    test: procedure
      .input(endpointTestInputSchema)
      .output(connectionTestSchema)
      .mutation(({ input }) => endpoints.test(input.target, input.model)),
  });
}
