/** A hundred clients at once at an endpoint whose rest is over: one of them finds out, the others follow its result. */
import { expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type FakeEndpoint, refuse, type Step, streamText } from '../../support/fake-endpoint.ts';
import type { RunningProxy } from '../../support/start-proxy.ts';

const CLIENTS = 100;
const REST_MS = 10_000;
const { fake, proxy: proxyTo } = useDataPath();

/** Answers as `then` once it is opened. */
function gated(then: Step): { readonly step: Step; open(): void } {
  const gate = Promise.withResolvers<void>();
  return {
    step: async (exchange) => {
      await gate.promise;
      await then(exchange);
    },
    open: () => gate.resolve(),
  };
}

const limited = refuse(429, { headers: { 'retry-after': '10' } });

/** An only endpoint with a rest that has just ended; the next request meets `probe`, all later ones `afterwards`. */
async function restedEndpoint(probe: Step, afterwards: Step) {
  const clock = new FakeClock();
  const endpoint = await fake(limited, probe, afterwards);
  const proxy = await proxyTo({ endpoints: [endpoint.url], clock });
  expect((await proxy.ask(HELLO)).status).toBe(429);
  clock.advance(REST_MS);
  return { clock, endpoint, proxy };
}

const attemptsUnderWay = (proxy: RunningProxy) => proxy.rests.stateOf('endpoint-1').liveExchanges;

interface Crowd {
  readonly answers: Promise<readonly { readonly status: number; readonly retryAfter: string | null; readonly text: string }[]>;
}

/** Resolves when all clients are being served, one of them by the endpoint. */
async function crowd(proxy: RunningProxy, endpoint: FakeEndpoint, clients = CLIENTS): Promise<Crowd> {
  const before = proxy.started.length;
  const seen = endpoint.seen.length;
  const answers = Promise.all(
    Array.from({ length: clients }, async () => {
      const answer = await proxy.ask(HELLO);
      return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() };
    }),
  );
  await endpoint.arrived(seen + 1);
  await expect.poll(() => proxy.started.length).toBe(before + clients);
  expect(attemptsUnderWay(proxy)).toBe(1);
  return { answers };
}

it('all are served after the probe succeeded, and none before', async () => {
  const probe = gated(streamText('hello'));
  const { proxy, endpoint } = await restedEndpoint(probe.step, streamText('hello'));
  const { answers } = await crowd(proxy, endpoint);
  expect(endpoint.seen).toHaveLength(2);
  probe.open();
  for (const { status, text } of await answers) {
    expect(status).toBe(200);
    expect(text).toContain('hello');
  }
  expect(endpoint.seen).toHaveLength(1 + CLIENTS);
  expect(proxy.finished.slice(1).every(({ attempts }) => attempts.length === 1)).toBe(true);
});

it('all get the stored error after the probe failed, and the endpoint is not asked again', async () => {
  const probe = gated(limited);
  const { proxy, endpoint } = await restedEndpoint(probe.step, streamText('too early'));
  const { answers } = await crowd(proxy, endpoint);
  probe.open();
  expect(new Set((await answers).map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(new Set(['429 10']));
  expect(endpoint.seen).toHaveLength(2);
  expect(proxy.finished.filter(({ attempts }) => attempts.length > 0)).toHaveLength(2);
});

it('a probe that takes longer than five seconds is not awaited any longer, and stays the only one', async () => {
  const probe = gated(streamText('slow but fine'));
  const { clock, proxy, endpoint } = await restedEndpoint(probe.step, streamText('hello'));
  const { answers } = await crowd(proxy, endpoint);
  await expect
    .poll(() => {
      clock.advance(1_000);
      return proxy.finished.length;
    })
    .toBe(CLIENTS);
  expect(endpoint.seen).toHaveLength(2);
  probe.open();
  const statuses = (await answers).map(({ status, retryAfter }) => `${status} ${retryAfter}`).sort();
  expect(statuses).toEqual(['200 null', ...Array.from({ length: CLIENTS - 1 }, () => '429 1')]);
});

it('when the client of the probe leaves, exactly one other takes over', async () => {
  const second = gated(streamText('hello'));
  const { proxy, endpoint } = await restedEndpoint(() => undefined, second.step);
  const leaving = new AbortController();
  const left = proxy.ask(HELLO, { signal: leaving.signal }).catch(() => 'left');
  await endpoint.arrived(2);
  const others = Promise.all(Array.from({ length: CLIENTS }, async () => (await proxy.ask(HELLO)).status));
  await expect.poll(() => proxy.started.length).toBe(2 + CLIENTS);
  expect(endpoint.seen).toHaveLength(2);
  leaving.abort();
  expect(await left).toBe('left');
  await endpoint.arrived(3);
  // Counted where attempts begin, because those on their way may not have arrived yet.
  expect(attemptsUnderWay(proxy)).toBe(1);
  second.open();
  expect(new Set(await others)).toEqual(new Set([200]));
  expect(endpoint.seen).toHaveLength(2 + CLIENTS);
});

it('a client that leaves while its probe waits for the next try does not keep the endpoint out for ever', async () => {
  const clock = new FakeClock();
  // A server error makes the only endpoint be asked again after a wait; its rest is from a time when there was another one.
  const endpoint = await fake(limited, refuse(500), streamText('hello'));
  const proxy = await proxyTo({ endpoints: [endpoint.url], clock });
  expect((await proxy.ask(HELLO)).status).toBe(429);
  clock.advance(REST_MS);
  const leaving = new AbortController();
  const left = proxy.ask(HELLO, { signal: leaving.signal }).catch(() => 'left');
  await endpoint.arrived(2);
  await expect.poll(() => proxy.rests.stateOf('endpoint-1').liveExchanges).toBe(0);
  expect(proxy.rests.stateOf('endpoint-1').kind).toBe('probing');
  leaving.abort();
  expect(await left).toBe('left');
  await proxy.finishedOne(2);
  expect((await proxy.ask(HELLO)).status).toBe(200);
  expect(endpoint.seen).toHaveLength(3);
});

it('while one of several endpoints at rest is probed, the others are left alone', async () => {
  const clock = new FakeClock();
  const probe = gated(streamText('hello'));
  const first = await fake(refuse(429, { headers: { 'retry-after': '10' } }), probe.step, streamText('hello'));
  const second = await fake(refuse(500), refuse(500), streamText('never asked'));
  const proxy = await proxyTo({ endpoints: [first.url, second.url], clock });
  const failed = proxy.ask(HELLO);
  await expect
    .poll(() => {
      clock.advance(250);
      return proxy.finished.length;
    })
    .toBe(1);
  expect((await failed).status).toBe(429);
  const untilMs = proxy.rests.stateOf('endpoint-1').rests[0]?.untilMs ?? 0;
  clock.advance(untilMs - clock.nowMs());
  expect(proxy.rests.stateOf('endpoint-2').kind).toBe('resting');
  const { answers } = await crowd(proxy, first);
  expect([first.seen.length, second.seen.length]).toEqual([2, 2]);
  probe.open();
  expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
  expect([first.seen.length, second.seen.length]).toEqual([1 + CLIENTS, 2]);
});

it('a relayed side call does not take the probe away', async () => {
  const { proxy, endpoint } = await restedEndpoint(refuse(404), streamText('hello'));
  const models = await fetch(`${proxy.url}/v1/files`, { headers: { authorization: 'Bearer local-token-of-the-tests' } });
  expect(models.status).toBe(404);
  expect(proxy.rests.stateOf('endpoint-1').kind).not.toBe('probing');
  expect((await proxy.ask(HELLO)).status).toBe(200);
  expect(endpoint.seen).toHaveLength(3);
});
