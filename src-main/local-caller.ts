/** The admin router called in-process: what a command uses when no instance runs and it works on the data folder itself. */
import type { AdminServices } from './admin/ports.ts';
import { createAdminRouter } from './admin/router.ts';

/** The same procedures, checks and answers as over the admin socket. Calls reject with tRPC's error around ours. */
export function createLocalCaller(services: AdminServices) {
  return createAdminRouter(services).createCaller({});
}
