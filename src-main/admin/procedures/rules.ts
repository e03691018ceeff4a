/** Questions and commands about the failover rules. */
import { z } from 'zod';
import {
  ruleAddSchema,
  ruleEditSchema,
  ruleIdInputSchema,
  ruleImportInputSchema,
  ruleMoveSchema,
  ruleSwitchSchema,
} from '../../../src-shared/schemas/admin.ts';
import { ruleImportSchema, ruleTestInputSchema, ruleTestSchema, ruleViewSchema } from '../../../src-shared/schemas/failover-rule.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

const listSchema = z.array(ruleViewSchema);

export function ruleProcedures({ rules }: Pick<AdminServices, 'rules'>) {
  return router({
    list: procedure.output(listSchema).query(() => [...rules.list()]),
    add: procedure
      .input(ruleAddSchema)
      .output(ruleViewSchema)
      .mutation(({ input }) => rules.add(input.rule, { position: input.position, isEnabled: input.isEnabled })),
    edit: procedure
      .input(ruleEditSchema)
      .output(ruleViewSchema)
      .mutation(({ input }) => rules.edit(input.id, input.rule)),
    remove: procedure
      .input(ruleIdInputSchema)
      .output(z.void())
      .mutation(({ input }) => rules.remove(input.id)),
    move: procedure
      .input(ruleMoveSchema)
      .output(listSchema)
      .mutation(async ({ input }) => [...(await rules.move(input.id, input.position))]),
    setEnabled: procedure
      .input(ruleSwitchSchema)
      .output(ruleViewSchema)
      .mutation(({ input }) => rules.setEnabled(input.id, input.isEnabled)),
    reset: procedure.output(listSchema).mutation(async () => [...(await rules.reset())]),
    export: procedure.output(z.object({ yaml: z.string() })).query(async () => ({ yaml: await rules.exportFile() })),
    import: procedure
      .input(ruleImportInputSchema)
      .output(ruleImportSchema)
      .mutation(({ input }) => rules.importFile(input.yaml, { isDryRun: input.isDryRun })),
    // A mutation although it changes nothing: the body of an answer is too long for an address.
    test: procedure
      .input(ruleTestInputSchema)
      .output(ruleTestSchema)
      .mutation(({ input }) => rules.test(input)),
  });
}
