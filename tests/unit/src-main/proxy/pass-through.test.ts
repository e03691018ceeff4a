import { describe, expect, it } from 'vitest';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { answer as answerWith, refuse, refusedUrl, type Step, silence } from '../../../support/fake-endpoint.ts';
import { LOCAL_TOKEN } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();
const headers = { authorization: `Bearer ${LOCAL_TOKEN}` };

describe('paths that Code Proxy knows nothing about', () => {
  it('go to the first endpoint with body, query and headers, and come back as they are', async () => {
    const first = await fake(answerWith(201, { 'content-type': 'application/octet-stream', 'x-y': '1' }, Buffer.from([0, 255, 10])));
    const proxy = await start({ endpoints: [first.url] });
    const body = Buffer.from([1, 2, 0, 254]);
    const answer = await fetch(`${proxy.url}/v1/files?beta=true`, {
      method: 'POST',
      headers: { ...headers, 'anthropic-beta': 'files', cookie: 'a=b' },
      body,
    });
    expect(answer.status).toBe(201);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0, 255, 10]));
    expect(answer.headers.get('x-y')).toBe('1');
    const seen = first.seen[0];
    expect(seen).toMatchObject({ method: 'POST', target: '/v1/files?beta=true', body });
    expect(seen?.headers).toMatchObject({ 'anthropic-beta': 'files', authorization: 'Bearer upstream-key-1', 'content-length': '4' });
    expect(seen?.headers.cookie).toBeUndefined();
    const { exchange, attempts } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ kind: 'other', outcome: 'delivered', status: 201, path: '/v1/files', requestBytes: 4, responseBytes: 3 });
    expect(attempts).toMatchObject([{ verdict: 'deliver', sentModel: null }]);
  });

  it('are streamed: the endpoint gets the beginning of an upload before its end was sent', async () => {
    const began = Promise.withResolvers<void>();
    const step: Step = ({ response }) => void response.end('ok');
    const first = await fake(step);
    const proxy = await start({ endpoints: [first.url] });
    first.onRequestBegan = () => began.resolve();
    const upload = new TransformStream<Uint8Array, Uint8Array>();
    const writer = upload.writable.getWriter();
    const asked = fetch(`${proxy.url}/v1/files`, { method: 'POST', headers, body: upload.readable, duplex: 'half' });
    await writer.write(Buffer.from('begin'));
    await began.promise;
    await writer.close();
    expect(await (await asked).text()).toBe('ok');
    expect(first.seen[0]?.body.toString()).toBe('begin');
  });

  it('get one attempt only, and no rest follows from it', async () => {
    const first = await fake(refuse(500));
    const second = await fake(refuse(500));
    const proxy = await start({ endpoints: [first.url, second.url] });
    const answer = await fetch(`${proxy.url}/v1/organizations`, { headers });
    expect(answer.status).toBe(500);
    expect([first.seen.length, second.seen.length]).toEqual([1, 0]);
    expect(proxy.rests.stateOf('endpoint-1').kind).toBe('ready');
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'failed', status: 500 });
  });

  it('are tried at an endpoint that failed others, but never at one that rests by hand', async () => {
    const [first, second] = [await fake(answerWith(200, {}, 'one')), await fake(answerWith(200, {}, 'two'))];
    const proxy = await start({ endpoints: [first.url, second.url] });
    const ask = () => fetch(`${proxy.url}/v1/files`, { headers });
    proxy.rests.restByHand('endpoint-1', 1, 3_600_000);
    expect(await (await ask()).text()).toBe('two');
    proxy.rests.restByHand('endpoint-2', 1, null);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('x-should-retry')]).toEqual([503, '3600', 'false']);
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining('Endpoint 1 rested by hand') } });
    expect([first.seen.length, second.seen.length]).toEqual([0, 1]);
    expect((await proxy.finishedOne(2)).exchange).toMatchObject({ outcome: 'failed', status: 503, attemptCount: 0 });
    proxy.rests.restore('endpoint-1');
    expect(await (await ask()).text()).toBe('one');
  });

  it('say why when the endpoint cannot be reached, or there is none', async () => {
    const proxy = await start({ endpoints: [await refusedUrl()] });
    const answer = await fetch(`${proxy.url}/v1/files`, { headers });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('Endpoint 1');
    proxy.endpoints = [];
    expect((await fetch(`${proxy.url}/v1/files`, { headers })).status).toBe(503);
    expect(proxy.finished.map(({ exchange }) => exchange.outcome)).toEqual(['failed', 'failed']);
  });

  it('let the endpoint go when the client leaves', async () => {
    const first = await fake(silence);
    const proxy = await start({ endpoints: [first.url] });
    const leaving = new AbortController();
    const asked = fetch(`${proxy.url}/v1/files`, { headers, signal: leaving.signal }).catch(() => 'left');
    await first.arrived(1);
    leaving.abort();
    await asked;
    await first.seen[0]?.aborted;
    expect((await proxy.finishedOne()).exchange.outcome).toBe('client_left');
    expect(proxy.rests.stateOf('endpoint-1').liveExchanges).toBe(0);
  });
});
