/** Starting Claude Code in a terminal of the user's. */
import { z } from 'zod';
import {
  launchInputSchema,
  launchOptionsSchema,
  launchPreviewSchema,
  launchRememberSchema,
  launchStartedSchema,
} from '../../../src-shared/schemas/launch.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function launchProcedures({ launch }: Pick<AdminServices, 'launch'>) {
  return router({
    options: procedure.output(launchOptionsSchema).query(() => launch.options()),
    preview: procedure
      .input(launchInputSchema)
      .output(launchPreviewSchema)
      .query(({ input }) => launch.preview(input)),
    run: procedure
      .input(launchInputSchema)
      .output(launchStartedSchema)
      .mutation(({ input }) => launch.run(input)),
    remember: procedure
      .input(launchRememberSchema)
      .output(z.void())
      .mutation(({ input }) => launch.remember(input.folder)),
    forget: procedure
      .input(launchRememberSchema)
      .output(z.void())
      .mutation(({ input }) => launch.forget(input.folder)),
  });
}
