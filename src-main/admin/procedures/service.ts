/** The service of the operating system that starts this host. */
import {
  serviceLogInputSchema,
  serviceLogSchema,
  serviceOptionsSchema,
  servicePlanSchema,
  serviceStatusSchema,
} from '../../../src-shared/schemas/service.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function serviceProcedures({ service }: Pick<AdminServices, 'service'>) {
  return router({
    status: procedure.output(serviceStatusSchema).query(() => service.status()),
    plan: procedure
      .input(serviceOptionsSchema.prefault({}))
      .output(servicePlanSchema)
      .query(({ input }) => service.plan(input)),
    install: procedure
      .input(serviceOptionsSchema.prefault({}))
      .output(serviceStatusSchema)
      .mutation(({ input }) => service.install(input)),
    uninstall: procedure.output(serviceStatusSchema).mutation(() => service.uninstall()),
    start: procedure.output(serviceStatusSchema).mutation(() => service.start()),
    stop: procedure.output(serviceStatusSchema).mutation(() => service.stop()),
    logs: procedure
      .input(serviceLogInputSchema.prefault({}))
      .output(serviceLogSchema)
      .query(({ input }) => service.logs(input.lines)),
  });
}
