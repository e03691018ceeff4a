import { expect, it } from 'vitest';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { type ListenAddress, type Listener, ProxyControl } from '../../../../src-main/proxy/proxy-control.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import type { ProxyState } from '../../../../src-shared/schemas/status.ts';

class ScriptedListener implements Listener {
  readonly calls: string[] = [];
  readonly #start: (address: ListenAddress) => Promise<ListenAddress>;

  constructor(start: (address: ListenAddress) => Promise<ListenAddress> = async (address) => address) {
    this.#start = start;
  }

  start(address: ListenAddress): Promise<ListenAddress> {
    this.calls.push(`start ${address.host}:${address.port}`);
    return this.#start(address);
  }

  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.calls.push(`stop ${graceMs}`);
  }
}

function control(listener: Listener, address: ListenAddress = { host: '127.0.0.1', port: 9_000 }) {
  const states: ProxyState['kind'][] = [];
  const proxy = new ProxyControl({
    createListener: () => listener,
    address: () => address,
    graceMs: () => 5_000,
    onChange: (state) => states.push(state.kind),
    logger: silentLogger,
  });
  return { proxy, states };
}

it('tells the URL for clients, with the port that was really taken', async () => {
  const { proxy } = control(new ScriptedListener(async ({ host }) => ({ host, port: 45_678 })), { host: '127.0.0.1', port: 0 });
  expect(await proxy.start()).toEqual({ kind: 'running', url: 'http://127.0.0.1:45678', error: null });
  expect(proxy.bound()).toEqual({ host: '127.0.0.1', port: 45_678 });
});

it.each([
  ['0.0.0.0', 'http://127.0.0.1:9000'],
  ['::', 'http://127.0.0.1:9000'],
  ['localhost', 'http://127.0.0.1:9000'],
  ['::1', 'http://[::1]:9000'],
  ['192.0.2.7', 'http://192.0.2.7:9000'],
])('names an address that clients of this machine reach when it binds %s', async (host, url) => {
  const { proxy } = control(new ScriptedListener(), { host, port: 9_000 });
  expect((await proxy.start()).url).toBe(url);
});

it('stays on when it is started twice', async () => {
  const listener = new ScriptedListener();
  const { proxy, states } = control(listener);
  await Promise.all([proxy.start(), proxy.start()]);
  expect(listener.calls).toEqual(['start 127.0.0.1:9000']);
  expect(states).toEqual(['running']);
});

it('is failed, with the reason and the error, when the port is taken, and can be started again', async () => {
  let isTaken = true;
  const listener = new ScriptedListener(async (address) => {
    if (isTaken) throw new AppError('PORT_IN_USE', 'port 9000 is in use');
    return address;
  });
  const { proxy } = control(listener);
  expect(await proxy.start()).toEqual({ kind: 'failed', url: null, error: 'port 9000 is in use' });
  expect(proxy.lastError()?.code).toBe('PORT_IN_USE');
  isTaken = false;
  expect((await proxy.start()).kind).toBe('running');
  expect(proxy.lastError()).toBeNull();
});

it('hides what an unforeseen fault said behind one sentence, and keeps it as the cause', async () => {
  const fault = new Error('secret detail');
  const { proxy } = control(
    new ScriptedListener(async () => {
      throw fault;
    }),
  );
  expect((await proxy.start()).error).toBe('the proxy could not be started');
  expect(proxy.lastError()?.cause).toBe(fault);
});

it('stops with the grace for open streams, and only what runs', async () => {
  const listener = new ScriptedListener();
  const { proxy, states } = control(listener);
  await proxy.start();
  expect(await proxy.stop()).toEqual({ kind: 'stopped', url: null, error: null });
  await proxy.stop();
  expect(listener.calls).toEqual(['start 127.0.0.1:9000', 'stop 5000']);
  expect(states).toEqual(['running', 'stopped', 'stopped']);
});
