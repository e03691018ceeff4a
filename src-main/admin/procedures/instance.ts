/** The instance as a whole: what it says of itself, proxy on and off, a login link, shutting down. */
import { z } from 'zod';
import { loginLinkSchema } from '../../../src-shared/schemas/admin.ts';
import { proxyStateSchema, statusSchema } from '../../../src-shared/schemas/status.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function statusProcedures({ status }: Pick<AdminServices, 'status'>) {
  return router({ get: procedure.output(statusSchema).query(() => status()) });
}

export function proxyProcedures({ proxy }: Pick<AdminServices, 'proxy'>) {
  return router({
    start: procedure.output(proxyStateSchema).mutation(() => proxy.start()),
    stop: procedure.output(proxyStateSchema).mutation(() => proxy.stop()),
  });
}

export function dashboardProcedures({ loginLink }: Pick<AdminServices, 'loginLink'>) {
  return router({ loginLink: procedure.output(loginLinkSchema).mutation(() => ({ url: loginLink() })) });
}

export function appProcedures({ shutDown }: Pick<AdminServices, 'shutDown'>) {
  return router({ shutDown: procedure.output(z.void()).mutation(() => shutDown()) });
}
