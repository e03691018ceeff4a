import { describe, expect, it } from 'vitest';
import { advanceUntil, HELLO, HELLO_WHOLE, useDataPath } from '../../../support/data-path-fixture.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import {
  answer as answerWith,
  halfAHead,
  headOnly,
  htmlPage,
  jsonMessage,
  rawStream,
  refuse,
  refusedUrl,
  reset,
  silence,
  streamEvents,
  streamText,
} from '../../../support/fake-endpoint.ts';

const { fake, proxy: start } = useDataPath();
const WHOLE = streamEvents('hello').join('');

describe('an exchange with two endpoints, the first of which', () => {
  it.each([
    ['answers 500', refuse(500), 2, 'server-error'],
    ['answers 502 with a page', refuse(502, { body: '<html>bad gateway</html>' }), 2, 'server-error'],
    ['answers 529', refuse(529), 1, 'overloaded'],
    ['answers 429', refuse(429, { headers: { 'retry-after': '30' } }), 1, 'rate-limited'],
    ['answers 401', refuse(401), 1, 'unauthorized'],
    ['answers 402', refuse(402), 1, 'forbidden'],
    ['answers 403', refuse(403), 1, 'forbidden'],
    ['does not know the model', refuse(404), 1, 'model-unknown'],
    ['is a wrong URL', refuse(404, { body: 'not found' }), 1, 'wrong-url'],
    ['redirects', answerWith(302, { location: 'http://127.0.0.1:1/' }, ''), 1, 'wrong-url'],
    ['refuses the size as a gateway', refuse(413, { body: '<html>too large</html>' }), 1, 'gateway-refusal'],
    ['answers a web page', htmlPage, 1, 'bad-answer'],
    ['answers nothing at all', answerWith(200, { 'content-type': 'text/event-stream' }, ''), 1, 'bad-answer'],
    ['answers JSON to a stream', jsonMessage('hello'), 1, 'bad-answer'],
    ['streams no events', rawStream('hello hello'), 1, 'bad-answer'],
    ['ends its stream before any content', streamText('hello', { after: { events: 1, ending: 'end' } }), 1, 'bad-answer'],
    [
      'begins with an error event',
      rawStream('event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n'),
      1,
      'overloaded-event',
    ],
  ])('%s', async (_name, step, tries, ruleId) => {
    const clock = new FakeClock();
    const first = await fake(step);
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, second.url], clock });
    const asked = proxy.ask(HELLO).then((answer) => answer.text());
    if (tries === 2) {
      await first.arrived(1);
      // The one retry here waits; the wait is the only timer that is due within two seconds.
      await advanceUntil(clock, 2_000, () => first.seen.length === 2);
    }
    expect(await asked).toBe(WHOLE);
    expect([first.seen.length, second.seen.length]).toEqual([tries, 1]);
    const { exchange, attempts } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'delivered', endpoint: 'Endpoint 2' });
    expect(attempts.at(-2)).toMatchObject({ verdict: 'try-next', ruleId, endpoint: 'Endpoint 1' });
    expect(attempts.at(-1)).toMatchObject({ verdict: 'deliver' });
  });

  it.each([
    ['refuses connections', refusedUrl],
    ['resets before any byte', async () => (await fake(reset)).url],
    ['sends half a head', async () => (await fake(halfAHead)).url],
    ['does not speak HTTP', async () => (await fake(({ socket }) => void socket.end('SSH-2.0-x\r\n'))).url],
    ['cuts its stream before any content', async () => (await fake(streamText('hello', { after: { events: 1, ending: 'cut' } }))).url],
  ])('%s', async (_name, url) => {
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [await url(), second.url] });
    expect(await (await proxy.ask(HELLO)).text()).toBe(WHOLE);
    expect(second.seen).toHaveLength(1);
    const { attempts } = await proxy.finishedOne();
    expect(attempts.at(-1)).toMatchObject({ verdict: 'deliver', endpoint: 'Endpoint 2' });
    expect(proxy.rests.stateOf('endpoint-1').kind).toBe('resting');
  });

  it.each([
    ['gives no head', silence, 'first-byte'],
    ['gives a head and nothing else', headOnly, 'first-content'],
  ])('%s in time', async (_name, step) => {
    const clock = new FakeClock();
    const first = await fake(step);
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, second.url], clock });
    const asked = proxy.ask(HELLO).then((answer) => answer.text());
    await first.arrived(1);
    await advanceUntil(clock, 30_000, () => second.seen.length === 1);
    expect(await asked).toContain(WHOLE);
    await first.seen[0]?.aborted;
    expect((await proxy.finishedOne()).attempts).toMatchObject([{ verdict: 'try-next', ruleId: 'timeout' }, { verdict: 'deliver' }]);
  });
});

describe('a fault of the request itself', () => {
  it.each([400, 413, 422])('%i is delivered byte for byte and not tried elsewhere', async (status) => {
    const body = `{ "type":"error",  "error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"} }`;
    const first = await fake(refuse(status, { body, headers: { 'x-should-retry': 'false', 'set-cookie': 'a=b' } }));
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, second.url] });
    const answer = await proxy.ask(HELLO);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(body);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(answer.headers.get('request-id')).toBe('req_fake');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect([first.seen.length, second.seen.length]).toEqual([1, 0]);
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'client_fault', status });
    expect(proxy.rests.stateOf('endpoint-1').kind).toBe('ready');
  });
});

describe('the final answer when nobody can', () => {
  it('is 429 with the soonest retry-after when all are rate limited, now and while they rest', async () => {
    const first = await fake(refuse(429, { headers: { 'retry-after': '50' } }));
    const second = await fake(refuse(429, { headers: { 'retry-after': '20' } }));
    const proxy = await start({ endpoints: [first.url, second.url], clock: new FakeClock() });
    for (let round = 0; round < 2; round += 1) {
      const answer = await proxy.ask(HELLO);
      expect(answer.status).toBe(429);
      expect(answer.headers.get('retry-after')).toBe('20');
    }
    expect([first.seen.length, second.seen.length]).toEqual([1, 1]);
    expect(proxy.finished.map(({ exchange }) => [exchange.outcome, exchange.attemptCount])).toEqual([
      ['failed', 2],
      ['failed', 0],
    ]);
  });

  it('is never 401, and names the endpoints', async () => {
    const first = await fake(refuse(401));
    const proxy = await start({ endpoints: [first.url] });
    const answer = await proxy.ask(HELLO);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Endpoint 1');
    expect(first.seen).toHaveLength(1);
  });

  it('is 503 when no endpoint is enabled', async () => {
    const proxy = await start({ endpoints: [] });
    const answer = await proxy.ask(HELLO);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'failed', attemptCount: 0 });
  });

  it('is 404 for count_tokens, without any rest', async () => {
    const first = await fake(refuse(500));
    const proxy = await start({ endpoints: [first.url] });
    const answer = await proxy.ask(HELLO_WHOLE, { path: '/v1/messages/count_tokens?beta=true' });
    expect(answer.status).toBe(404);
    expect(first.seen.map(({ target }) => target)).toEqual(['/v1/messages/count_tokens?beta=true']);
    expect(proxy.rests.stateOf('endpoint-1').kind).toBe('ready');
  });
});

describe('alone', () => {
  it('is retried with growing waits up to the setting', async () => {
    const clock = new FakeClock();
    const only = await fake(refuse(500));
    const proxy = await start({ endpoints: [only.url], clock, settings: { maxRetries: 2 } });
    const asked = proxy.ask(HELLO);
    await advanceUntil(clock, 1_000, () => proxy.finished.length === 1);
    expect((await asked).status).toBe(500);
    expect(only.seen).toHaveLength(3);
    expect(proxy.finished[0]?.attempts.map(({ verdict }) => verdict)).toEqual(['retry-here', 'retry-here', 'stop']);
  });
});

describe('what goes upstream', () => {
  it('is the received bytes when no model is mapped, and only the model is spliced otherwise', async () => {
    const body =
      '{ "model" : "claude-sonnet-4-5",\n "x":1.0,"n":12345678901234567890, "messages":[{"model":"claude-sonnet-4-5","s":"\\ud800"}], "stream":true}';
    const first = await fake(refuse(529));
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [{ baseUrl: first.url }, { baseUrl: second.url, id: 'b', modelMap: { sonnet: 'glm-4.6' } }] });
    await (await proxy.ask(body, { headers: { 'anthropic-beta': 'a,b', 'x-custom': '1', cookie: 'c=d' } })).text();
    expect(first.seen[0]?.body.toString()).toBe(body);
    expect(second.seen[0]?.body.toString()).toBe(body.replace('"claude-sonnet-4-5"', '"glm-4.6"'));
    const seen = second.seen[0];
    expect(seen?.target).toBe('/v1/messages?beta=true');
    expect(seen?.headers).toMatchObject({
      'anthropic-beta': 'a,b',
      'x-custom': '1',
      authorization: 'Bearer upstream-key-2',
      'accept-encoding': 'identity',
      'content-length': String(seen?.body.length),
      'x-code-proxy-via': 'instance-of-the-tests',
      host: `127.0.0.1:${second.port}`,
    });
    expect(seen?.headers.cookie).toBeUndefined();
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
    const { attempts, exchange } = await proxy.finishedOne();
    expect(attempts.map(({ sentModel }) => sentModel)).toEqual(['claude-sonnet-4-5', 'glm-4.6']);
    expect(exchange).toMatchObject({ requestedModel: 'claude-sonnet-4-5', sentModel: 'glm-4.6' });
  });

  it('arrives whole when it is large, also on the second endpoint', async () => {
    const body = JSON.stringify({ ...HELLO, messages: [{ role: 'user', content: 'ä'.repeat(1_000_000) }] });
    const first = await fake(refuse(529));
    const second = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [first.url, { baseUrl: second.url, id: 'b', modelMap: { sonnet: 'x' } }] });
    await (await proxy.ask(body)).text();
    expect(first.seen[0]?.body.equals(Buffer.from(body))).toBe(true);
    expect(second.seen[0]?.body.equals(Buffer.from(body.replace('claude-sonnet-4-5', 'x')))).toBe(true);
  });
});

describe('sessions', () => {
  it('stay where they moved while the cache there is warm, then go back to the top', async () => {
    const clock = new FakeClock();
    const first = await fake(refuse(529), streamText('first'));
    const second = await fake(streamText('second'));
    const proxy = await start({ endpoints: [first.url, second.url], clock });
    const ask = async () => (await proxy.ask(HELLO, { headers: { 'x-claude-code-session-id': 's' } })).text();
    expect(await ask()).toContain('second');
    clock.advance(120_000);
    expect(await ask()).toContain('second');
    clock.advance(300_000);
    expect(await ask()).toContain('first');
    expect([first.seen.length, second.seen.length]).toEqual([2, 2]);
  });
});

describe('an endpoint that the user takes away while a request is under way', () => {
  it('is not asked again by that request, whose answer is what it said so far', async () => {
    const clock = new FakeClock();
    const first = await fake(refuse(500));
    const proxy = await start({ endpoints: [first.url], clock });
    const asked = proxy.ask(HELLO).then(({ status }) => status);
    await first.arrived(1);
    proxy.endpoints = [];
    await advanceUntil(clock, 1_000, () => proxy.finished.length === 1);
    expect(await asked).toBe(500);
    expect(first.seen).toHaveLength(1);
  });

  it('is not asked as the next one, with its old address and key', async () => {
    const opened = Promise.withResolvers<void>();
    const first = await fake((exchange) => opened.promise.then(() => refuse(529)(exchange)));
    const [second, third] = [await fake(streamText('second')), await fake(streamText('third'))];
    const proxy = await start({ endpoints: [first.url, second.url, third.url] });
    const asked = proxy.ask(HELLO).then((answer) => answer.text());
    await first.arrived(1);
    proxy.endpoints = proxy.endpoints.filter(({ baseUrl }) => baseUrl !== second.url);
    opened.resolve();
    expect(await asked).toContain('third');
    expect(second.seen).toHaveLength(0);
  });
});

describe('a probe after a rest', () => {
  it('goes through alone; who finds nothing else waits for its result', async () => {
    const clock = new FakeClock();
    const opened = Promise.withResolvers<void>();
    const first = await fake(
      refuse(429, { headers: { 'retry-after': '10' } }),
      async (exchange) => {
        await opened.promise;
        await streamText('back')(exchange);
      },
      streamText('back'),
    );
    const proxy = await start({ endpoints: [first.url], clock });
    expect((await proxy.ask(HELLO)).status).toBe(429);
    clock.advance(10_000);
    const probe = proxy.ask(HELLO).then((answer) => answer.text());
    await first.arrived(2);
    const other = proxy.ask(HELLO).then((answer) => answer.text());
    await expect.poll(() => proxy.started.length).toBe(3);
    expect(first.seen).toHaveLength(2);
    opened.resolve();
    expect(await probe).toContain('back');
    expect(await other).toContain('back');
    expect(first.seen).toHaveLength(3);
  });

  it('is not waited for by a client that has left', async () => {
    const clock = new FakeClock();
    const first = await fake(refuse(429, { headers: { 'retry-after': '10' } }), silence);
    const proxy = await start({ endpoints: [first.url], clock });
    await proxy.ask(HELLO);
    clock.advance(10_000);
    const leavers = [new AbortController(), new AbortController()];
    const asked = leavers.map(({ signal }) => proxy.ask(HELLO, { signal }).catch(() => 'left'));
    await first.arrived(2);
    await expect.poll(() => proxy.started.length).toBe(3);
    for (const leaver of leavers) leaver.abort();
    await Promise.all(asked);
    await proxy.finishedOne(3);
    expect(proxy.finished.slice(1).map(({ exchange }) => exchange.outcome)).toEqual(['client_left', 'client_left']);
    expect(first.seen).toHaveLength(2);
    expect(proxy.rests.availability({ endpointId: 'endpoint-1', revision: 1, model: 'claude-sonnet-4-5' }).kind).toBe('probe-due');
  });
});
