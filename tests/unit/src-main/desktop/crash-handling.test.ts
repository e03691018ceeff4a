import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { keepCrashDumps, watchForCrashes } from '../../../../src-main/desktop/crash-handling.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { app, crashReporter, PreventableEvent, resetElectron } from '../../../support/electron-double.ts';

beforeEach(resetElectron);

it('keeps crash dumps on this computer', () => {
  keepCrashDumps();
  expect(crashReporter.options).toEqual({ uploadToServer: false });
});

it('writes down processes that broke, and not those that ended', () => {
  const before = process.listeners('uncaughtException');
  onTestFinished(() => {
    for (const listener of process.listeners('uncaughtException')) if (!before.includes(listener)) process.off('uncaughtException', listener);
  });
  const logger = new CaptureLogger();
  const faults: Error[] = [];
  watchForCrashes(logger, (error) => faults.push(error));
  app.emit('child-process-gone', new PreventableEvent(), { type: 'GPU', reason: 'crashed' });
  app.emit('child-process-gone', new PreventableEvent(), { type: 'Utility', reason: 'clean-exit' });
  app.emit('render-process-gone', new PreventableEvent(), null, { reason: 'oom' });
  expect(logger.lines.map(({ fields }) => fields)).toEqual([{ type: 'GPU', reason: 'crashed' }, { reason: 'oom' }]);

  const added = process.listeners('uncaughtException').find((listener) => !before.includes(listener));
  added?.(new Error('nobody caught me'), 'uncaughtException');
  expect(faults.map(String)).toEqual(['Error: nobody caught me']);
  expect(logger.messages('error')).toHaveLength(3);
});
