/** Endpoints with a limit of requests at once: how many run there, where the others go, who waits and for how long. */
import { describe, expect, it } from 'vitest';
import { advanceUntil, HELLO, HELLO_WHOLE, useDataPath } from '../../support/data-path-fixture.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { jsonMessage, refuse, type Step, streamText } from '../../support/fake-endpoint.ts';
import { LOCAL_TOKEN, proxyEndpoint } from '../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();

/** Holds each request until it is let go, and counts how many are held at once. */
class Turnstile {
  readonly #held: (() => void)[] = [];
  running = 0;
  peak = 0;

  readonly step: Step = (exchange) => {
    this.running += 1;
    this.peak = Math.max(this.peak, this.running);
    exchange.response.on('close', () => {
      this.running -= 1;
    });
    this.#held.push(() => void jsonMessage('done')(exchange));
  };

  letOneGo(): void {
    this.#held.shift()?.();
  }
}

const limited = (url: string, maxConcurrent: number) => ({ baseUrl: url, maxConcurrent });

describe('an endpoint with a limit', () => {
  it('gets no more at once than that; the others go to the next one, are no failure, and say why', async () => {
    const turnstile = new Turnstile();
    const first = await fake(turnstile.step);
    const second = await fake(jsonMessage('from the second'));
    const proxy = await start({ endpoints: [limited(first.url, 2), second.url] });
    const held = [proxy.ask(HELLO_WHOLE), proxy.ask(HELLO_WHOLE)];
    await first.arrived(2);
    for (let i = 0; i < 5; i += 1) expect(await (await proxy.ask(HELLO_WHOLE)).text()).toContain('from the second');
    const { attempts, exchange } = await proxy.finishedOne(5);
    expect(exchange).toMatchObject({ outcome: 'delivered', endpoint: 'Endpoint 2', attemptCount: 1 });
    expect(attempts).toMatchObject([{ endpoint: 'Endpoint 2', verdict: 'deliver', reason: 'Endpoint 1 was at its limit of 2 at once' }]);
    expect(proxy.rests.stateOf('endpoint-1')).toMatchObject({ kind: 'ready', liveExchanges: 2, lastFailureAtMs: null, rests: [] });
    expect([first.seen.length, second.seen.length, turnstile.peak]).toEqual([2, 5, 2]);
    turnstile.letOneGo();
    turnstile.letOneGo();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
    await proxy.finishedOne(7);
    expect(proxy.slots.running('endpoint-1')).toBe(0);
  });

  it('that is alone keeps the others waiting in order, and never runs more than its limit', async () => {
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step);
    const proxy = await start({ endpoints: [limited(only.url, 3)] });
    const answers = Array.from({ length: 12 }, (_, number) => proxy.ask({ ...HELLO_WHOLE, max_tokens: number + 1 }));
    await only.arrived(3);
    await expect.poll(() => proxy.slots.waiting).toBe(9);
    for (let done = 1; done <= 12; done += 1) {
      turnstile.letOneGo();
      await only.arrived(Math.min(12, 3 + done));
    }
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    expect([turnstile.peak, only.seen.length, proxy.slots.waiting]).toEqual([3, 12, 0]);
    await proxy.finishedOne(12);
    const waited = proxy.finished.filter(({ attempts }) => attempts[0]?.reason?.includes('waited') === true);
    expect(waited).toHaveLength(9);
    expect(proxy.slots.running('endpoint-1')).toBe(0);
  });

  it('answers 529 with retry-after to whoever finds the queue full, and to whoever waited 30 s', async () => {
    const clock = new FakeClock();
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step);
    const proxy = await start({ endpoints: [limited(only.url, 1)], clock });
    const first = proxy.ask(HELLO_WHOLE);
    await only.arrived(1);
    const waiting = Array.from({ length: 64 }, () => proxy.ask(HELLO_WHOLE));
    await expect.poll(() => proxy.slots.waiting).toBe(64);
    const beyond = await proxy.ask(HELLO_WHOLE);
    expect([beyond.status, beyond.headers.get('retry-after'), await beyond.json()]).toEqual([
      529,
      '5',
      { type: 'error', error: { type: 'overloaded_error', message: expect.stringContaining('Endpoint 1: 1') } },
    ]);
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'refused', status: 529, attemptCount: 0 });
    clock.advance(29_000);
    expect(proxy.slots.waiting).toBe(64);
    clock.advance(1_000);
    expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([529]));
    expect(only.seen).toHaveLength(1);
    turnstile.letOneGo();
    expect((await first).status).toBe(200);
  });

  it.each<[string, (url: string) => readonly { baseUrl: string; maxConcurrent: number | null }[]]>([
    ['a higher limit', (url) => [limited(url, 3)]],
    ['no limit', (url) => [{ baseUrl: url, maxConcurrent: null }]],
    ['another endpoint beside it', (url) => [limited(url, 1), { baseUrl: url, maxConcurrent: null }]],
  ])('that gets %s lets those who wait go at once', async (_name, next) => {
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step);
    const proxy = await start({ endpoints: [limited(only.url, 1)] });
    const answers = [proxy.ask({ ...HELLO_WHOLE, max_tokens: 1 })];
    await only.arrived(1);
    for (const number of [2, 3]) {
      answers.push(proxy.ask({ ...HELLO_WHOLE, max_tokens: number }));
      await expect.poll(() => proxy.slots.waiting).toBe(number - 1);
    }
    proxy.endpoints = next(only.url).map((parts, index) => proxyEndpoint({ ...parts, revision: 2 }, index));
    proxy.slots.reconsider();
    await only.arrived(3);
    expect([turnstile.peak, proxy.slots.waiting]).toEqual([3, 0]);
    for (const _ of answers) turnstile.letOneGo();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await proxy.finishedOne(3);
    expect(proxy.slots.running('endpoint-1')).toBe(0);
  });

  it('forgets a waiting client that leaves', async () => {
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step);
    const proxy = await start({ endpoints: [limited(only.url, 1)] });
    const first = proxy.ask(HELLO_WHOLE);
    await only.arrived(1);
    const leaving = new AbortController();
    const left = proxy.ask(HELLO_WHOLE, { signal: leaving.signal });
    await expect.poll(() => proxy.slots.waiting).toBe(1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'client_left', attemptCount: 0 });
    expect(proxy.slots.waiting).toBe(0);
    turnstile.letOneGo();
    expect((await first).status).toBe(200);
    expect(only.seen).toHaveLength(1);
  });

  it('that begins to rest answers all who wait for it at once', async () => {
    const turnstile = new Turnstile();
    const only = await fake(async (exchange) => {
      await gate.promise;
      return refuse(429, { headers: { 'retry-after': '600' } })(exchange);
    }, turnstile.step);
    const gate = Promise.withResolvers<void>();
    const proxy = await start({ endpoints: [limited(only.url, 1)] });
    const answers = Array.from({ length: 4 }, () => proxy.ask(HELLO_WHOLE));
    await expect.poll(() => proxy.slots.waiting).toBe(3);
    gate.resolve();
    for (const answer of await Promise.all(answers)) expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '600']);
    expect([only.seen.length, proxy.slots.running('endpoint-1')]).toEqual([1, 0]);
  });

  it('has its place free again after each try, however that ended', async () => {
    const clock = new FakeClock();
    const only = await fake(
      refuse(500),
      ({ response }) => void response.destroy(),
      refuse(400),
      streamText('hello', { after: { events: 4, ending: 'cut' } }),
      streamText('well'),
    );
    const proxy = await start({ endpoints: [limited(only.url, 1)], clock });
    const failed = proxy.ask(HELLO);
    await advanceUntil(clock, 1_000, () => proxy.finished.length === 1);
    expect((await failed).status).toBe(400);
    await (await proxy.ask(HELLO)).text().catch(() => undefined);
    await proxy.finishedOne(2);
    expect(await (await proxy.ask(HELLO)).text()).toContain('well');
    expect(proxy.slots.running('endpoint-1')).toBe(0);
  });

  it('does not move a session that overflowed for one request', async () => {
    const turnstile = new Turnstile();
    const first = await fake(turnstile.step);
    const second = await fake(jsonMessage('from the second'));
    const proxy = await start({ endpoints: [limited(first.url, 1), second.url] });
    const headers = { 'x-claude-code-session-id': '0f0e1d2c-aaaa-4bbb-8ccc-1234567890ab' };
    const held = proxy.ask(HELLO_WHOLE, { headers });
    await first.arrived(1);
    await (await proxy.ask(HELLO_WHOLE, { headers })).text();
    turnstile.letOneGo();
    await held;
    const third = proxy.ask(HELLO_WHOLE, { headers });
    await first.arrived(2);
    turnstile.letOneGo();
    expect((await third).status).toBe(200);
    expect([first.seen.length, second.seen.length]).toEqual([2, 1]);
  });

  it('never waits to count tokens', async () => {
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step);
    const proxy = await start({ endpoints: [limited(only.url, 1)] });
    const held = proxy.ask(HELLO_WHOLE);
    await only.arrived(1);
    expect((await proxy.ask(HELLO_WHOLE, { path: '/v1/messages/count_tokens' })).status).toBe(404);
    turnstile.letOneGo();
    await held;
    expect(only.seen).toHaveLength(1);
  });

  it('counts other calls of the API too', async () => {
    const turnstile = new Turnstile();
    const only = await fake(turnstile.step, jsonMessage('files'));
    const proxy = await start({ endpoints: [limited(only.url, 1)] });
    const held = proxy.ask(HELLO_WHOLE);
    await only.arrived(1);
    const files = () => fetch(`${proxy.url}/v1/files`, { headers: { 'x-api-key': LOCAL_TOKEN } });
    expect((await files()).status).toBe(529);
    turnstile.letOneGo();
    await held;
    await proxy.finishedOne(2);
    expect((await files()).status).toBe(200);
    expect([turnstile.peak, only.seen.length]).toEqual([1, 2]);
  });
});
