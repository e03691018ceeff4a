/** How `doctor` reaches the checks: those of the running instance, of the data folder, or, when that cannot be opened, of the system alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { DoctorRun } from '../../src-shared/schemas/doctor.ts';
import type { AdminCaller } from './admin-caller.ts';
import type { CliSession } from './session.ts';

export type DoctorCaller = AdminCaller['doctor'];

/** Often enough to look alive. */
const LOOK_EVERY_MS = 100;

/** Runs `work` against the doctor that can tell most. */
export async function withDoctor(session: CliSession, work: (doctor: DoctorCaller) => Promise<void>): Promise<void> {
  const found = await session.connect('any').catch((error: unknown) => {
    // What keeps the data folder from being opened is what a doctor is asked about.
    if (error instanceof AppError) return error;
    throw error;
  });
  if (found instanceof AppError) {
    await work(await bareDoctor(session, found));
    return;
  }
  try {
    await work(found.caller.doctor);
  } finally {
    await found.close();
  }
}

/** Waits for the end of a run, telling of it as it goes on. */
export async function followRun(doctor: DoctorCaller, first: DoctorRun, tell: (run: DoctorRun) => void): Promise<DoctorRun> {
  let run = first;
  tell(run);
  while (run.isRunning) {
    await sleep(LOOK_EVERY_MS);
    run = await doctor.state();
    tell(run);
  }
  return run;
}

async function bareDoctor({ io, version }: CliSession, fault: AppError): Promise<DoctorCaller> {
  const [{ openBareDoctor }, { dataFolder, dataPaths }, schemas] = await Promise.all([
    import('../compose-doctor.ts'),
    import('../platform/paths.ts'),
    import('../../src-shared/schemas/doctor.ts'),
  ]);
  const doctor = openBareDoctor({ paths: dataPaths(dataFolder(io.environment)), environment: io.environment, version, fault });
  return {
    state: async () => doctor.state(),
    run: async (input) => doctor.run(schemas.doctorRunInputSchema.parse(input)),
    cancel: async () => doctor.cancel(),
    fix: ({ fix }) => doctor.fix(fix),
    report: async (input) => doctor.report(schemas.doctorReportInputSchema.parse(input)),
  };
}
