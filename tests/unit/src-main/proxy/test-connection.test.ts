import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import type { ProxyEndpoint } from '../../../../src-main/proxy/ports.ts';
import { testConnection } from '../../../../src-main/proxy/test-connection.ts';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import { connectionTestSchema } from '../../../../src-shared/schemas/endpoint.ts';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { answer as answerWith, htmlPage, jsonMessage, refuse, refusedUrl, reset, silence } from '../../../support/fake-endpoint.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const { fake } = useDataPath();

async function test(endpoint: Partial<ProxyEndpoint>, model: string | null = null, clock = systemClock) {
  const upstream = new UpstreamClient({ connectTimeoutMs: 2_000, proxyFor: () => null, extraCaPem: null });
  try {
    return connectionTestSchema.parse(
      await testConnection({ endpoint: proxyEndpoint(endpoint), model, upstream, clock, defaultModels: {}, protocols: protocolAdapter }),
    );
  } finally {
    await upstream.stop();
  }
}

describe('testConnection', () => {
  it('asks for one token of the mapped haiku model and is satisfied with an answer', async () => {
    const endpoint = await fake(jsonMessage('h'));
    const result = await test({ baseUrl: endpoint.url, modelMap: { haiku: 'small' } });
    expect(result).toMatchObject({ isOk: true, status: 200, model: 'small', remedy: null, proposal: null });
    expect(JSON.parse(endpoint.seen[0]?.body.toString() ?? '')).toMatchObject({ model: 'small', max_tokens: 1 });
    expect(endpoint.seen).toHaveLength(1);
  });

  it('tries the other authentication style once after a 401 and proposes it when it works', async () => {
    const endpoint = await fake(refuse(401), jsonMessage('h'));
    const result = await test({ baseUrl: endpoint.url, authStyle: 'bearer' });
    expect(result).toMatchObject({ isOk: false, status: 401, proposal: { authStyle: 'x-api-key' } });
    expect(endpoint.seen.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
      ['Bearer upstream-key-1', undefined],
      [undefined, 'upstream-key-1'],
    ]);
  });

  it.each([
    ['an error message', refuse(401, { message: 'no such key: upstream-key-1' })],
    ['a long error message', refuse(401, { message: `${'x'.repeat(288)} upstream-key-1` })],
    ['an address to go to', answerWith(308, { location: 'https://x.example/?key=upstream-key-1' }, '')],
  ])('shows no key that the endpoint repeats in %s', async (_, step) => {
    const endpoint = await fake(step);
    const { message } = await test({ baseUrl: endpoint.url });
    expect(message).toContain('[secret]');
    expect(message).not.toContain('upstream-k');
  });

  it('proposes nothing when both styles are refused', async () => {
    const endpoint = await fake(refuse(401));
    const result = await test({ baseUrl: endpoint.url });
    expect(result).toMatchObject({ isOk: false, status: 401, proposal: null, message: expect.stringContaining('does not accept the key') });
    expect(endpoint.seen).toHaveLength(2);
  });

  it.each([
    ['400', refuse(400, { message: 'no such thing' }), 400, 'refuses the request', 'model map'],
    ['402', refuse(402), 402, 'payment', 'balance'],
    ['403', refuse(403), 403, 'permission', 'key'],
    ['an unknown model', refuse(404), 404, 'does not know model', 'Map the model'],
    ['a wrong URL', refuse(404, { body: 'nope' }), 404, 'does not serve the Messages API', 'base URL'],
    ['a redirect', answerWith(308, { location: 'https://x.example/' }, ''), 308, 'redirects to https://x.example/', 'base URL'],
    ['429', refuse(429), 429, 'rate limit', 'Wait'],
    ['529', refuse(529), 529, 'overloaded', 'again'],
    ['500', refuse(500), 500, '500', 'again later'],
    ['a web page', htmlPage, 200, 'web page', 'base URL'],
    ['nothing', answerWith(200, {}, ''), 200, 'nothing', 'base URL'],
    ['another format', answerWith(200, {}, '{"ok":true}'), 200, 'not in the format', 'protocol'],
    ['a reset', reset, null, 'closed the connection', 'http or https'],
  ])('says what %s means and what to do', async (_name, step, status, message, remedy) => {
    const endpoint = await fake(step);
    const result = await test({ baseUrl: endpoint.url });
    expect(result).toMatchObject({ isOk: false, status, message: expect.stringContaining(message), remedy: expect.stringContaining(remedy) });
    expect(JSON.stringify(result)).not.toContain('upstream-key');
  });

  it('tells a refused connection, a wrong port for TLS, and a name that does not exist', async () => {
    expect(await test({ baseUrl: await refusedUrl() })).toMatchObject({
      isOk: false,
      status: null,
      message: expect.stringContaining('Nothing accepts connections'),
    });
    const plain = await fake(jsonMessage('h'));
    expect(await test({ baseUrl: plain.url.replace('http:', 'https:') })).toMatchObject({
      isOk: false,
      message: expect.stringContaining('secure connection'),
    });
    expect(await test({ baseUrl: 'http://does-not-exist.invalid' })).toMatchObject({
      isOk: false,
      message: expect.stringContaining('cannot be resolved'),
    });
  });

  it('does not wait for ever', async () => {
    const clock = new FakeClock();
    const endpoint = await fake(silence);
    const tested = test({ baseUrl: endpoint.url }, 'm', clock);
    await endpoint.arrived(1);
    clock.advance(30_000);
    expect(await tested).toMatchObject({
      isOk: false,
      status: null,
      durationMs: 30_000,
      model: 'm',
      message: expect.stringContaining('did not answer'),
    });
    await endpoint.seen[0]?.aborted;
  });
});
