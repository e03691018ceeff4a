import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import type { AdminServices } from '../../../../src-main/admin/ports.ts';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { createSocketCalls } from '../../../../src-main/admin/socket-calls.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';

async function useCalls(changes: Partial<AdminServices> = {}) {
  const logger = new CaptureLogger();
  const server = createServer(createSocketCalls(createAdminRouter({ ...fakeAdminServices(), ...changes }), logger));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { logger, ask: (path: string) => fetch(`http://127.0.0.1:${port}/trpc/${path}`) };
}

const failing = (error: Error): Partial<AdminServices> => ({
  status: () => {
    throw error;
  },
});

it('answers a call by its path below /trpc/', async () => {
  const { ask, logger } = await useCalls();
  expect((await ask('status.get')).status).toBe(200);
  expect((await ask('no.such')).status).toBe(404);
  expect(logger.lines).toEqual([]);
});

it('logs a fault, and not a failure that was to be expected', async () => {
  const broken = await useCalls(failing(new Error('a bug')));
  await broken.ask('status.get');
  expect(broken.logger.messages('error')).toEqual(['an admin call failed']);
  const refused = await useCalls(failing(new AppError('CONFIG_INVALID', 'not like this')));
  expect((await refused.ask('status.get')).ok).toBe(false);
  expect(refused.logger.lines).toEqual([]);
});
