/** Starts fake endpoints and proxies for a test file and stops them after each test. */
import { afterEach, expect } from 'vitest';
import type { FakeClock } from './fake-clock.ts';
import { FakeEndpoint, type Step } from './fake-endpoint.ts';
import { type RunningProxy, type StartProxyOptions, startProxy } from './start-proxy.ts';

export interface DataPathFixture {
  fake(...script: Step[]): Promise<FakeEndpoint>;
  proxy(options: StartProxyOptions): Promise<RunningProxy>;
}

/** Call it once, at the top of a test file. */
export function useDataPath(): DataPathFixture {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  return {
    async fake(...script) {
      const endpoint = await FakeEndpoint.start(script);
      cleanups.push(() => endpoint.stop());
      return endpoint;
    },
    async proxy(options) {
      const proxy = await startProxy(options);
      cleanups.push(() => proxy.stop());
      return proxy;
    },
  };
}

/** A small streamed request; and the same without a stream. */
export const HELLO = { model: 'claude-sonnet-4-5', max_tokens: 10, stream: true, messages: [{ role: 'user', content: 'hi' }] };
export const HELLO_WHOLE = { ...HELLO, stream: false };

/** Turns the clock in steps, letting sockets work in between, until something has happened. */
export async function advanceUntil(clock: FakeClock, stepMs: number, hasHappened: () => boolean): Promise<void> {
  const look = () => {
    clock.advance(stepMs);
    return hasHappened();
  };
  await expect.poll(look, { interval: 20 }).toBe(true);
}
