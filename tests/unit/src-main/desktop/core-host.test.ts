import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { CoreHost, type CoreHostOptions } from '../../../../src-main/desktop/core-host.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** A worker written for the test; `port` and `say(message)` are at its hand, `on.<type>` receives what the host sends. */
const PREAMBLE = `import { parentPort as port, workerData } from 'node:worker_threads';
const say = (message) => port.postMessage(message);
const on = {};
port.on('message', (message) => on[message.type]?.(message));
const started = () => say({ type: 'started', socket: '/tmp/s', token: 't' });
`;

async function hostOf(script: string, options: Partial<CoreHostOptions> = {}) {
  const file = join(await tempFolder(), 'fake.worker.mjs');
  await writeFile(file, PREAMBLE + script);
  const crashes: Error[] = [];
  const clock = new FakeClock();
  const host = new CoreHost({
    script: pathToFileURL(file),
    workerData: { folder: '/data', isDemo: false, version: '1.2.3', environment: {}, overrides: {} },
    clock,
    answer: () => Promise.resolve(null),
    onState: () => undefined,
    onNotice: () => undefined,
    onLaunchFailed: () => undefined,
    onQuitAsked: () => undefined,
    onCrash: (error) => crashes.push(error),
    ...options,
  });
  onTestFinished(async () => {
    const stopped = host.stop('the test is over', 1);
    clock.advance(1);
    await stopped;
  });
  return { host, crashes, clock };
}

it('knows the admin address from the start to the end of the core', async () => {
  const { host } = await hostOf("started(); on.stop = () => { say({ type: 'stopped' }); };");
  expect(host.address).toBeNull();
  expect(await host.start()).toEqual({ socket: '/tmp/s', token: 't' });
  expect(host.address).toEqual({ socket: '/tmp/s', token: 't' });
  expect(await host.stop('quit', 10_000)).toBe('stopped');
  expect(host.address).toBeNull();
});

it('answers the questions of the core, failures with their code', async () => {
  const questions: unknown[] = [];
  const states: unknown[] = [];
  const told = Promise.withResolvers<unknown>();
  const { host } = await hostOf(
    `started();
     const answers = [];
     on.answer = (message) => { answers.push(message); if (answers.length === 2) say({ type: 'notice', notice: { type: 'notice', level: 'info', code: JSON.stringify(answers), values: {} } }); };
     say({ type: 'ask', id: 7, question: { kind: 'keychain-state' } });
     say({ type: 'ask', id: 8, question: { kind: 'read-settings' } });`,
    {
      answer: (question) => {
        questions.push(question.kind);
        return question.kind === 'keychain-state' ? Promise.resolve('a2V5') : Promise.reject(new AppError('KEY_UNAVAILABLE', 'locked'));
      },
      onState: (state) => states.push(state),
      onNotice: (notice) => told.resolve(JSON.parse(notice.code)),
    },
  );
  await host.start();
  expect(await told.promise).toEqual([
    { type: 'answer', id: 7, result: { isOk: true, value: 'a2V5' } },
    { type: 'answer', id: 8, result: { isOk: false, failure: { code: 'KEY_UNAVAILABLE', message: 'locked' } } },
  ]);
  expect(questions).toEqual(['keychain-state', 'read-settings']);
});

it('fails the start with the code that the core gave', async () => {
  const { host, crashes } = await hostOf(
    "say({ type: 'start-failed', failure: { code: 'DATABASE_NEWER', message: 'from the future' } }); say({ type: 'stopped' });",
  );
  await expect(host.start()).rejects.toMatchObject({ code: 'DATABASE_NEWER', message: 'from the future' });
  expect(crashes).toEqual([]);
});

it('fails the start when the thread dies before it is ready', async () => {
  const { host, crashes } = await hostOf("throw new Error('no such module');");
  await expect(host.start()).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('no such module') });
  expect(crashes).toEqual([]);
});

it('tells when the core dies later on, once, and not when it was told to stop', async () => {
  const crash = Promise.withResolvers<Error>();
  const { host } = await hostOf("started(); on.proxy = () => { throw new Error('broken pipe'); };", { onCrash: crash.resolve });
  await host.start();
  host.switchProxy('stop');
  expect((await crash.promise).message).toBe('broken pipe');
  expect(host.address).toBeNull();
  expect(await host.stop('quit', 10)).toBe('stopped');
});

it('ends the thread by force when the core does not stop in time', async () => {
  const { host, clock } = await hostOf('started(); setInterval(() => undefined, 1_000);');
  await host.start();
  const stopped = host.stop('quit', 5_000);
  clock.advance(5_000);
  expect(await stopped).toBe('forced');
  expect(host.address).toBeNull();
});

it('does not let a handle that the core forgot keep the thread alive', async () => {
  const { host } = await hostOf("started(); setInterval(() => undefined, 1_000); on.stop = () => say({ type: 'stopped' });");
  await host.start();
  expect(await host.stop('quit', 60_000)).toBe('stopped');
});

it('gives the core a small young generation, so that bodies do not pile up outside of it', async () => {
  const { host } = await hostOf(`import { resourceLimits } from 'node:worker_threads';
    say({ type: 'started', socket: String(resourceLimits.maxYoungGenerationSizeMb), token: 't' });`);
  expect((await host.start()).socket).toBe('12');
});
