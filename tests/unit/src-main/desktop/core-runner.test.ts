import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { CoreRunner, type MainThread, type RunnableCore } from '../../../../src-main/desktop/core-runner.ts';
import { type FromWorker, fromWorkerSchema } from '../../../../src-main/desktop/host-messages.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import type { ProxyState } from '../../../../src-shared/schemas/status.ts';
import { type AdminServicesWithFeed, fakeAdminServices, sampleEndpoint } from '../../../support/admin-services.ts';

class FakeCore implements RunnableCore {
  readonly calls: string[] = [];
  readonly services: AdminServicesWithFeed;
  proxyState: ProxyState = { kind: 'running', url: 'http://127.0.0.1:9000', error: null };
  startResult: Awaited<ReturnType<RunnableCore['start']>> | Error = {
    kind: 'started',
    instanceId: 'i',
    proxy: { kind: 'running', url: 'http://127.0.0.1:9000', error: null },
    proxyError: null,
    dashboardUrl: null,
    claude: { kind: 'applied', file: '', message: '' },
    warnings: [],
  };

  constructor() {
    const plain = fakeAdminServices();
    const resting = sampleEndpoint({ name: 'first', state: { ...sampleEndpoint().state, kind: 'resting' } });
    this.services = fakeAdminServices({
      status: () => ({ ...plain.status(), proxy: this.proxyState }),
      endpoints: { ...plain.endpoints, list: () => [resting, sampleEndpoint({ name: 'second' })] },
      launch: {
        ...plain.launch,
        run: async ({ folder }) => {
          this.calls.push(`launch ${folder}`);
          if (folder === '/gone') throw new AppError('CONFIG_INVALID', 'there is no folder /gone');
          return { terminal: 'kitty', folder, command: '' };
        },
      },
      proxy: {
        start: () => {
          this.calls.push('proxy start');
          this.proxyState = { kind: 'failed', url: null, error: 'taken' };
          return Promise.reject(new AppError('PORT_IN_USE', 'taken'));
        },
        stop: plain.proxy.stop,
      },
    });
  }
  start() {
    this.calls.push('start');
    return this.startResult instanceof Error ? Promise.reject(this.startResult) : Promise.resolve(this.startResult);
  }
  resumed() {
    this.calls.push('resumed');
  }
  stop(reason: string) {
    this.calls.push(`stop: ${reason}`);
    return Promise.resolve();
  }
}

function setUp(core = new FakeCore(), companion?: () => Promise<{ stop(): Promise<void> }>) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port2.close());
  let mainThread: MainThread | undefined;
  const runner = new CoreRunner({
    port: port1,
    createCore: (given) => {
      mainThread = given;
      return core;
    },
    ...(companion === undefined ? {} : { companion }),
    adminAddress: () => Promise.resolve({ socket: '/tmp/s', token: 't' }),
  });
  if (mainThread === undefined) throw new Error('the core was not created');
  return { core, runner, main: port2, mainThread };
}

async function next(port: MessagePort): Promise<FromWorker> {
  const [message] = await once(port, 'message');
  return fromWorkerSchema.parse(message);
}

it('says where the admin socket is, then what tray and notices show', async () => {
  const { runner, main } = setUp();
  const messages: FromWorker[] = [];
  main.on('message', (raw: unknown) => messages.push(fromWorkerSchema.parse(raw)));
  await runner.start();
  await expect.poll(() => messages.length).toBe(2);
  expect(messages).toMatchObject([
    { type: 'started', socket: '/tmp/s', token: 't' },
    { type: 'state', state: { proxy: { kind: 'running' }, currentEndpoint: 'second', settings: { ui: { theme: 'system' } } } },
  ]);
});

it('reports the state again when it changed, and not for each event', async () => {
  const { core, runner, main } = setUp();
  const messages: FromWorker[] = [];
  main.on('message', (raw: unknown) => messages.push(fromWorkerSchema.parse(raw)));
  await runner.start();
  core.services.feed.publish({ type: 'exchange-progress', exchangeId: 'e', responseBytes: 1, outputTokens: 1 });
  core.services.feed.publish({ type: 'endpoints-changed', endpoints: [] });
  core.proxyState = { kind: 'stopped', url: null, error: null };
  core.services.feed.publish({ type: 'proxy-changed', proxy: core.proxyState });
  await expect
    .poll(() => messages.map((message) => (message.type === 'state' ? message.state.proxy.kind : message.type)))
    .toEqual(['started', 'running', 'stopped']);
});

it('tells why the start failed and stops', async () => {
  const core = new FakeCore();
  core.startResult = new AppError('DATABASE_FOREIGN', 'not ours');
  const { runner, main } = setUp(core);
  const messages: FromWorker[] = [];
  main.on('message', (raw: unknown) => messages.push(fromWorkerSchema.parse(raw)));
  await runner.start();
  await expect.poll(() => messages.length).toBe(2);
  expect(messages).toEqual([{ type: 'start-failed', failure: { code: 'DATABASE_FOREIGN', message: 'not ours' } }, { type: 'stopped' }]);
  expect(core.calls).toEqual(['start', 'stop: the start failed']);
});

it('passes on that the machine has woken up, and how long streams may go on at a stop', async () => {
  const { core, runner, main } = setUp();
  const messages: FromWorker[] = [];
  main.on('message', (raw: unknown) => messages.push(fromWorkerSchema.parse(raw)));
  await runner.start();
  main.postMessage({ type: 'resumed' });
  await expect.poll(() => core.calls).toEqual(['start', 'resumed']);
  expect(messages).toContainEqual(expect.objectContaining({ type: 'state', state: expect.objectContaining({ stopGraceMs: 5_000 }) }));
});

it('names the instance that already runs on the data folder', async () => {
  const core = new FakeCore();
  const instance = {
    pid: 4711,
    startedAtMs: 0,
    instanceId: 'x',
    host: 'headless',
    socket: 's',
    token: 't',
    proxyUrl: null,
    dashboardUrl: null,
    version: '1',
  } as const;
  core.startResult = { kind: 'already-running', instance };
  const { runner, main } = setUp(core);
  const first = next(main);
  await runner.start();
  expect(await first).toMatchObject({
    type: 'start-failed',
    failure: { code: 'DATA_FOLDER_LOCKED', message: expect.stringContaining('headless, process 4711') },
  });
});

it('asks the main thread for keychain and settings, and gives on its refusals', async () => {
  const { main, mainThread } = setUp();
  main.on('message', (raw: unknown) => {
    const message = fromWorkerSchema.parse(raw);
    if (message.type !== 'ask') return;
    const { kind } = message.question;
    const values: Partial<Record<typeof kind, unknown>> = {
      'keychain-state': 'usable',
      seal: Buffer.from('sealed').toString('base64'),
      unseal: { text: 'plain', resealed: Buffer.from('anew').toString('base64') },
      'read-settings': { kind: 'absent' },
      'set-settings-aside': 'kept.json',
    };
    const value = values[kind];
    const result = kind === 'write-settings' ? { isOk: false, failure: { code: 'DATA_FOLDER_UNWRITABLE', message: 'full' } } : { isOk: true, value };
    main.postMessage({ type: 'answer', id: message.id, result });
  });
  const { keychain, settingsStore } = mainThread;
  const asked = [keychain.state(), keychain.seal('plain'), keychain.open(Buffer.from('sealed')), settingsStore.read(), settingsStore.setAside()];
  expect(await Promise.all<unknown>(asked)).toEqual([
    'usable',
    Buffer.from('sealed'),
    { text: 'plain', resealed: Buffer.from('anew') },
    { kind: 'absent' },
    'kept.json',
  ]);
  await expect(settingsStore.write({ a: 1 })).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', message: 'full' });
});

it('asks the main thread which proxy the system names', async () => {
  const { main, mainThread } = setUp();
  main.on('message', (raw: unknown) => {
    const message = fromWorkerSchema.parse(raw);
    if (message.type !== 'ask' || message.question.kind !== 'resolve-proxy') return;
    main.postMessage({ type: 'answer', id: message.id, result: { isOk: true, value: `PROXY for ${message.question.url}` } });
  });
  expect(await mainThread.resolveProxy('https://a.example/')).toBe('PROXY for https://a.example/');
});

it('launches Claude Code for the tray, and tells why that failed', async () => {
  const { core, runner, main } = setUp();
  await runner.start();
  const told: FromWorker[] = [];
  main.on('message', (raw: unknown) => told.push(fromWorkerSchema.parse(raw)));
  main.postMessage({ type: 'launch', folder: '/projects/a' });
  await expect.poll(() => core.calls).toContain('launch /projects/a');
  main.postMessage({ type: 'launch', folder: '/gone' });
  await expect.poll(() => told).toContainEqual({ type: 'launch-failed', failure: { code: 'CONFIG_INVALID', message: 'there is no folder /gone' } });
});

it('switches the proxy and reports what became of it, even when that failed', async () => {
  const { core, runner, main } = setUp();
  await runner.start();
  const states: FromWorker[] = [];
  main.on('message', (raw: unknown) => states.push(fromWorkerSchema.parse(raw)));
  main.postMessage({ type: 'proxy', action: 'start' });
  await expect.poll(() => states.at(-1)).toMatchObject({ type: 'state', state: { proxy: { kind: 'failed', error: 'taken' } } });
  expect(core.calls).toEqual(['start', 'proxy start']);
});

it('stops the core once and says so, however often it is told', async () => {
  const { core, runner, main } = setUp();
  await runner.start();
  const stopped = Promise.withResolvers<void>();
  main.on('message', (raw: unknown) => {
    if (fromWorkerSchema.parse(raw).type === 'stopped') stopped.resolve();
  });
  main.postMessage({ type: 'stop', reason: 'quit' });
  main.postMessage({ type: 'stop', reason: 'again' });
  await stopped.promise;
  expect(core.calls.filter((call) => call.startsWith('stop'))).toEqual(['stop: quit']);
});

it('passes on notices and the wish to quit', async () => {
  const { main, mainThread } = setUp();
  const notice = next(main);
  mainThread.notify({ type: 'notice', level: 'warning', code: 'endpoint-resting', values: { endpoint: 'a' } });
  expect(await notice).toMatchObject({ type: 'notice', notice: { code: 'endpoint-resting' } });
  const quit = next(main);
  mainThread.quitAsked();
  expect(await quit).toEqual({ type: 'quit-asked' });
});

it('starts what accompanies the core after it and stops it before', async () => {
  const core = new FakeCore();
  const { runner, main } = setUp(core, () => {
    core.calls.push('companion starts');
    return Promise.resolve({ stop: () => Promise.resolve(void core.calls.push('companion stops')) });
  });
  await runner.start();
  main.postMessage({ type: 'stop', reason: 'quit' });
  await expect.poll(() => core.calls).toEqual(['start', 'companion starts', 'companion stops', 'stop: quit']);
});
