import { expect, it, vi } from 'vitest';
import { warmUpSoon } from '../../../src-main/compose-warm-up.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { CaptureLogger } from '../../support/capture-logger.ts';

it('prepares the connections after whoever started it was told', async () => {
  const said: string[] = [];
  const undo = new AsyncDisposableStack();
  const prepared = new Promise<void>((resolve) => {
    const prepareConnections = () => {
      said.push('prepared');
      resolve();
    };
    warmUpSoon({ logger: silentLogger, undo }, { prepareConnections });
  });
  said.push('started');
  await prepared;
  expect(said).toEqual(['started', 'prepared']);
  await undo.disposeAsync();
});

it('is given up by a stop, which waits for it and says nothing', async () => {
  const logger = new CaptureLogger();
  const undo = new AsyncDisposableStack();
  const prepareConnections = vi.fn();
  warmUpSoon({ logger, undo }, { prepareConnections });
  await undo.disposeAsync();
  expect(prepareConnections).not.toHaveBeenCalled();
  expect(logger.lines).toEqual([]);
});

it('is no reason to fail: what cannot be prepared is told to the log', async () => {
  const logger = new CaptureLogger();
  const undo = new AsyncDisposableStack();
  const cause = new Error('no such certificate');
  const tried = Promise.withResolvers<void>();
  warmUpSoon(
    { logger, undo },
    {
      prepareConnections() {
        tried.resolve();
        throw cause;
      },
    },
  );
  await tried.promise;
  await expect.poll(() => logger.lines).toMatchObject([{ level: 'debug', fields: { error: cause } }]);
  await undo.disposeAsync();
});
