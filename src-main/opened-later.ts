/**
 * Parts of the core that few runs need: their code is loaded by the first question to them, so that a start does not wait for it and an
 * idle process does not hold it.
 */
import type { DoctorService } from './admin/ports.ts';
import type { OsService } from './admin/system-ports.ts';
import { once } from './platform/once.ts';

export function doctorLater(open: () => Promise<DoctorService>): DoctorService {
  const doctor = once(open);
  return {
    state: async () => (await doctor()).state(),
    run: async (input) => (await doctor()).run(input),
    cancel: async () => (await doctor()).cancel(),
    fix: async (fix) => (await doctor()).fix(fix),
    report: async (input) => (await doctor()).report(input),
  };
}

export function serviceLater(open: () => Promise<OsService>): OsService {
  const service = once(open);
  return {
    status: async () => (await service()).status(),
    plan: async (options) => (await service()).plan(options),
    install: async (options) => (await service()).install(options),
    uninstall: async () => (await service()).uninstall(),
    start: async () => (await service()).start(),
    stop: async () => (await service()).stop(),
    logs: async (lines) => (await service()).logs(lines),
  };
}
