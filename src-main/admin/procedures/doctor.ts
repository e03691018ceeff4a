/** Questions and commands to the doctor. A run goes on by itself; its state is asked for again until it has ended. */
import {
  doctorFixInputSchema,
  doctorReportInputSchema,
  doctorReportSchema,
  doctorRunInputSchema,
  doctorRunSchema,
} from '../../../src-shared/schemas/doctor.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function doctorProcedures({ doctor }: Pick<AdminServices, 'doctor'>) {
  return router({
    state: procedure.output(doctorRunSchema).query(() => doctor.state()),
    run: procedure
      .input(doctorRunInputSchema)
      .output(doctorRunSchema)
      .mutation(({ input }) => doctor.run(input)),
    cancel: procedure.output(doctorRunSchema).mutation(() => doctor.cancel()),
    fix: procedure
      .input(doctorFixInputSchema)
      .output(doctorRunSchema)
      .mutation(({ input }) => doctor.fix(input.fix)),
    report: procedure
      .input(doctorReportInputSchema)
      .output(doctorReportSchema)
      .query(({ input }) => doctor.report(input)),
  });
}
