/** What was kept of requests and answers: looked at, measured, deleted. */
import { exchangeIdInputSchema } from '../../../src-shared/schemas/admin.ts';
import {
  auditFindInputSchema,
  auditFindSchema,
  auditSizeSchema,
  auditTextInputSchema,
  auditTextSchema,
  auditViewSchema,
} from '../../../src-shared/schemas/audit.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function auditProcedures({ audit }: Pick<AdminServices, 'audit'>) {
  return router({
    get: procedure
      .input(exchangeIdInputSchema)
      .output(auditViewSchema)
      .query(({ input }) => audit.get(input.id)),
    text: procedure
      .input(auditTextInputSchema)
      .output(auditTextSchema)
      .query(({ input }) => audit.text(input)),
    find: procedure
      .input(auditFindInputSchema)
      .output(auditFindSchema)
      .query(({ input }) => audit.find(input)),
    size: procedure.output(auditSizeSchema).query(() => audit.size()),
    deleteAll: procedure.output(auditSizeSchema).mutation(() => audit.deleteAll()),
  });
}
