/** Questions and commands about what the user configured: app settings, local tokens. */
import { z } from 'zod';
import { currentTokenSchema, newTokenSchema, settingsChangeInputSchema, tokenNameInputSchema } from '../../../src-shared/schemas/admin.ts';
import { settingsViewSchema } from '../../../src-shared/schemas/settings.ts';
import { localTokenSchema } from '../../../src-shared/schemas/status.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function settingsProcedures({ settings }: Pick<AdminServices, 'settings'>) {
  return router({
    get: procedure.output(settingsViewSchema).query(() => settings.get()),
    change: procedure
      .input(settingsChangeInputSchema)
      .output(settingsViewSchema)
      .mutation(({ input }) => settings.change(input.changes)),
  });
}

export function tokenProcedures({ tokens }: Pick<AdminServices, 'tokens'>) {
  return router({
    list: procedure.output(z.array(localTokenSchema)).query(async () => [...(await tokens.list())]),
    add: procedure
      .input(tokenNameInputSchema)
      .output(newTokenSchema)
      .mutation(({ input }) => tokens.add(input.name)),
    revoke: procedure
      .input(tokenNameInputSchema)
      .output(z.void())
      .mutation(({ input }) => tokens.revoke(input.name)),
    current: procedure.output(currentTokenSchema).query(() => ({ token: tokens.current() })),
  });
}
