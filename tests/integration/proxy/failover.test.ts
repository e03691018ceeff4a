/** Real sockets: which endpoint answers, how often each is asked, and what is recorded. */
import { describe, expect, it } from 'vitest';
import { HELLO, useDataPath } from '../../support/data-path-fixture.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { refuse, refusedUrl, type Step, streamEvents, streamText } from '../../support/fake-endpoint.ts';

const { fake, proxy: proxyTo } = useDataPath();

describe('failover between endpoints', () => {
  it('relays a stream byte for byte from the first endpoint', async () => {
    const first = await fake(streamText('hello'));
    const proxy = await proxyTo({ endpoints: [first.url] });
    const answer = await proxy.ask(HELLO);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(streamEvents('hello').join(''));
    const { exchange, attempts } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'delivered', status: 200, attemptCount: 1, isStream: true, family: 'sonnet', error: null });
    expect(exchange.usage).toEqual({
      inputTokens: 11,
      cacheReadTokens: 3,
      cacheWrite5mTokens: 2,
      cacheWrite1hTokens: 0,
      outputTokens: 7,
      source: 'reported',
    });
    expect(attempts).toMatchObject([{ verdict: 'deliver', status: 200, upstreamRequestId: 'req_fake' }]);
    expect(first.seen).toHaveLength(1);
  });

  it('answers from the second endpoint when the first is overloaded, and records why', async () => {
    const busy = await fake(refuse(529));
    const healthy = await fake(streamText('hello'));
    const proxy = await proxyTo({ endpoints: [busy.url, healthy.url] });
    const answer = await proxy.ask(HELLO);
    expect(await answer.text()).toBe(streamEvents('hello').join(''));
    expect([busy.seen.length, healthy.seen.length]).toEqual([1, 1]);
    const { attempts } = await proxy.finishedOne();
    expect(attempts).toMatchObject([
      { verdict: 'try-next', status: 529 },
      { verdict: 'deliver', status: 200 },
    ]);
  });

  it('answers from the second endpoint when the first refuses connections', async () => {
    const healthy = await fake(streamText('hello'));
    const proxy = await proxyTo({ endpoints: [await refusedUrl(), healthy.url] });
    const answer = await proxy.ask(HELLO);
    expect(await answer.text()).toContain('hello');
    const { attempts, exchange } = await proxy.finishedOne();
    expect(exchange.outcome).toBe('delivered');
    expect(attempts.map((attempt) => attempt.verdict)).toEqual(['try-next', 'deliver']);
  });

  it('asks a sole endpoint again at once when it had closed the connection that was kept open', async () => {
    const cut: Step = ({ socket }) => void socket.resetAndDestroy();
    const only = await fake(streamText('one'), cut, streamText('two'));
    // Nobody turns this clock: whoever waits, waits for ever.
    const proxy = await proxyTo({ endpoints: [only.url], clock: new FakeClock() });
    expect(await (await proxy.ask(HELLO)).text()).toContain('one');
    expect(await (await proxy.ask(HELLO)).text()).toContain('two');
    expect(only.seen).toHaveLength(3);
    const { exchange, attempts } = await proxy.finishedOne(2);
    expect(exchange.outcome).toBe('delivered');
    expect(attempts).toMatchObject([{ verdict: 'retry-here', ruleId: 'unreachable', restMs: null }, { verdict: 'deliver' }]);
  });
});
