/** Builds what reaches into the operating system: the data key's home and the service. */
import { AppError } from '../src-shared/app-error.ts';
import type { AdminServices } from './admin/ports.ts';

export function openSystem(): Pick<AdminServices, 'secrets' | 'service'> {
  const notYet = () => {
    throw new AppError('NOT_SUPPORTED_HERE', 'this is not here yet');
  };
  return {
    secrets: { status: notYet, move: notYet },
    service: { status: notYet, plan: notYet, install: notYet, uninstall: notYet, start: notYet, stop: notYet, logs: notYet },
  };
}
