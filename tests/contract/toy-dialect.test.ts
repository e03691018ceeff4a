/** The protocol contract, proven by a dialect that has to translate everything, through the real exchange. */
import { describe, expect, it } from 'vitest';
import { protocolAdapter } from '../../src-main/protocols/registry.ts';
import type { ProxyEndpoint } from '../../src-main/proxy/ports.ts';
import { HELLO, HELLO_WHOLE, useDataPath } from '../support/data-path-fixture.ts';
import { answer as answerWith, rawStream, refuse, type Step, streamEvents, streamText } from '../support/fake-endpoint.ts';
import { toyProtocol } from '../support/toy-protocol.ts';

const { fake, proxy: start } = useDataPath();

async function toyEndpoint(...script: Step[]) {
  const first = await fake(...script);
  const proxy = await start({ endpoints: [{ baseUrl: first.url, modelMap: { sonnet: 'toy-1' } }], protocols: () => toyProtocol });
  return { first, proxy };
}

describe('a dialect that translates', () => {
  it('is asked in its own words and answers in the client’s, streamed', async () => {
    const { first, proxy } = await toyEndpoint(rawStream('data: hello\n\n', 'data: wor', 'ld\n\nevent: done\ndata:\n\n'));
    const answer = await proxy.ask(HELLO);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = await answer.text();
    expect([...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1])).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(text).toContain('"model":"claude-sonnet-4-5"');
    expect(first.seen[0]).toMatchObject({ method: 'PUT', target: '/say/toy-1' });
    expect(first.seen[0]?.body.toString()).toBe('hi');
    expect((await proxy.finishedOne()).exchange).toMatchObject({
      outcome: 'delivered',
      sentModel: 'toy-1',
      usage: { inputTokens: 4, outputTokens: 2, source: 'reported' },
    });
  });

  it.each(['gzip', 'br', 'zstd'] as const)('is read although it came compressed with %s', async (encoding) => {
    const { proxy } = await toyEndpoint(streamText('ignored', { encoding }));
    const answer = await proxy.ask(HELLO);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toContain('text_delta');
  });

  it('answers whole when asked without a stream', async () => {
    const { proxy } = await toyEndpoint(answerWith(200, { 'content-type': 'application/json' }, '{"words":["a","b"]}'));
    const answer = await proxy.ask(HELLO_WHOLE);
    expect(await answer.json()).toMatchObject({ type: 'message', content: [{ text: 'a b' }] });
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'delivered', usage: { outputTokens: 2 } });
  });

  it('has its errors told in the client’s words', async () => {
    const { proxy } = await toyEndpoint(refuse(400, { body: 'sorry: too odd' }));
    const answer = await proxy.ask(HELLO);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ type: 'error', error: { type: 'invalid_request_error', message: 'too odd' } });
    expect((await proxy.finishedOne()).exchange.outcome).toBe('client_fault');
  });

  it('that breaks off is a cut, without a made-up end', async () => {
    const { proxy } = await toyEndpoint(rawStream('data: hello\n\n'));
    const text = await (await proxy.ask(HELLO)).text();
    expect(text).toContain('hello');
    expect(text).toContain('event: error');
    expect(text).not.toContain('event: message_stop');
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });

  it('that becomes unreadable in the middle is a cut as well', async () => {
    const { proxy } = await toyEndpoint(rawStream('data: hello\n\n', 'event: bad\ndata: x\n\n'));
    expect(await (await proxy.ask(HELLO)).text()).toContain('event: error');
    expect((await proxy.finishedOne()).exchange.outcome).toBe('stream_cut');
  });

  it('is passed over for what it cannot say', async () => {
    const { first, proxy } = await toyEndpoint(refuse(500));
    const answer = await proxy.ask(HELLO_WHOLE, { path: '/v1/messages/count_tokens' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(first.seen).toHaveLength(0);
  });
});

describe('two dialects in one exchange', () => {
  it('the second endpoint gets the original bytes after the first, which translates, has failed', async () => {
    const toy = await fake(rawStream('event: bad\ndata: x\n\n'));
    const own = await fake(streamText('hello'));
    const adapters = [toyProtocol, protocolAdapter('anthropic')];
    const endpoints: Partial<ProxyEndpoint>[] = [{ baseUrl: toy.url }, { baseUrl: own.url, id: 'own' }];
    const proxy = await start({
      endpoints,
      // The exchange asks for an endpoint's adapter while that endpoint is its turn.
      protocols: () => adapters[Math.min(toy.seen.length, 1)] ?? toyProtocol,
    });
    const body = '{ "model":"claude-sonnet-4-5", "stream":true, "messages":[{"content":"hi"}] }';
    expect(await (await proxy.ask(body)).text()).toBe(streamEvents('hello').join(''));
    expect(own.seen[0]?.body.toString()).toBe(body);
    expect((await proxy.finishedOne()).attempts).toMatchObject([{ verdict: 'try-next', ruleId: 'bad-answer' }, { verdict: 'deliver' }]);
  });
});
