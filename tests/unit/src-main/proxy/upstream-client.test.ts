import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Server as NetServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import type { Upstream, UpstreamRequest } from '../../../../src-main/proxy/upstream-port.ts';
import { useDataPath } from '../../../support/data-path-fixture.ts';
import { answer as answerWith, silence, streamText } from '../../../support/fake-endpoint.ts';

const { fake } = useDataPath();
const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function client(options: Partial<ConstructorParameters<typeof UpstreamClient>[0]> = {}): UpstreamClient {
  const made = new UpstreamClient({ connectTimeoutMs: 2_000, proxyFor: () => null, extraCaPem: null, ...options });
  closers.push(() => made.stop());
  return made;
}

const get = (origin: string): UpstreamRequest => ({ origin, path: '/v1/x?y=1', method: 'GET', headers: ['x-a', '1', 'x-a', '2'], body: null });

function ask(upstream: Upstream, request: UpstreamRequest): Promise<{ status: number; headers: string[]; body: string }> {
  return new Promise((resolve, reject) => {
    let head: { status: number; headers: string[] } = { status: 0, headers: [] };
    const chunks: Buffer[] = [];
    upstream.send(request, {
      onHead: (status, headers) => {
        head = { status, headers };
      },
      onData: (chunk) => chunks.push(chunk),
      onEnd: () => resolve({ ...head, body: Buffer.concat(chunks).toString() }),
      onError: reject,
    });
  });
}

async function listening(server: NetServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('UpstreamClient', () => {
  it('keeps repeated headers in both directions and follows no redirect', async () => {
    const endpoint = await fake(answerWith(302, { location: '/elsewhere', 'x-b': ['1', '2'] }, 'moved'));
    const answer = await ask(client(), get(endpoint.url));
    expect(answer).toMatchObject({ status: 302, body: 'moved' });
    expect(answer.headers.join('|')).toContain('x-b|1|x-b|2');
    expect(endpoint.seen).toHaveLength(1);
    expect(endpoint.seen[0]?.rawHeaders.join('|')).toContain('x-a|1|x-a|2');
  });

  it('uses a connection again, and others for requests at the same time', async () => {
    const endpoint = await fake(answerWith(200, {}, 'ok'));
    const upstream = client();
    await ask(upstream, get(endpoint.url));
    // The connection is free again once the event that ended the answer has been dealt with.
    await new Promise((resolve) => setImmediate(resolve));
    await ask(upstream, get(endpoint.url));
    expect(endpoint.connections).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([1, 2, 3].map(() => ask(upstream, get(endpoint.url))));
    expect(endpoint.connections).toBe(3);
  });

  it('closes the connection of a request that is given up, and says nothing more about it', async () => {
    const endpoint = await fake(silence);
    const heard: string[] = [];
    const call = client().send(get(endpoint.url), {
      onHead: () => heard.push('head'),
      onData: () => heard.push('data'),
      onEnd: () => heard.push('end'),
      onError: () => heard.push('error'),
    });
    await endpoint.arrived(1);
    call.abort();
    call.abort();
    await endpoint.seen[0]?.aborted;
    expect(heard).toEqual([]);
  });

  it('drops a request that was given up before its connection was made', async () => {
    const endpoint = await fake(answerWith(200, {}, 'ok'));
    const upstream = client();
    const call = upstream.send(get(endpoint.url), {
      onHead: () => undefined,
      onData: () => undefined,
      onEnd: () => undefined,
      onError: () => undefined,
    });
    call.abort();
    await ask(upstream, get(endpoint.url));
    expect(endpoint.seen).toHaveLength(1);
  });

  it('lets running requests end when the settings change', async () => {
    const endpoint = await fake(streamText('hello'));
    const upstream = client();
    const asked = ask(upstream, get(endpoint.url));
    upstream.configure({ connectTimeoutMs: 1_000, proxyFor: () => null, extraCaPem: null });
    expect((await asked).body).toContain('message_stop');
    expect((await ask(upstream, get(endpoint.url))).status).toBe(200);
  });

  it('sends a large body whole with its length', async () => {
    const endpoint = await fake(answerWith(200, {}, 'ok'));
    const body = Buffer.alloc(3_000_000, 'é');
    await ask(client(), {
      ...get(endpoint.url),
      method: 'POST',
      headers: ['content-length', String(body.length)],
      body: [body.subarray(0, 7), body.subarray(7)],
    });
    expect(endpoint.seen[0]?.body.equals(body)).toBe(true);
    expect(endpoint.seen[0]?.headers['transfer-encoding']).toBeUndefined();
  });

  it('says when nobody reads the memory of a large body any more, and of what follows it sends copies', async () => {
    const reading = Promise.withResolvers<void>();
    const got = Promise.withResolvers<Buffer>();
    const server = createServer(async (request, response) => {
      await reading.promise;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      got.resolve(Buffer.concat(chunks));
      response.end('ok');
    });
    const port = await listening(server);
    const sizes = [10, 8_000_000, 30_000, 7];
    const pieces = sizes.map((size, index) => Buffer.alloc(size, String(index)));
    const expected = Buffer.concat(pieces);
    let isSent = false;
    const onSent = () => {
      isSent = true;
      for (const piece of pieces) piece.fill('!');
    };
    const headers = ['content-length', String(expected.length)];
    const asked = ask(client(), { ...get(`http://127.0.0.1:${port}`), method: 'POST', headers, body: pieces, onSent });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // More than sockets hold, and nobody reads it.
    expect(isSent).toBe(false);
    reading.resolve();
    await asked;
    expect(isSent).toBe(true);
    expect((await got.promise).equals(expected)).toBe(true);
  });

  it('does not say so of bodies that may still be on their way', async () => {
    const endpoint = await fake(answerWith(200, {}, 'ok'));
    let isSent = false;
    const body = Array.from({ length: 4 }, (_, index) => Buffer.alloc(40_000, String(index)));
    const onSent = () => {
      isSent = true;
    };
    await ask(client(), { ...get(endpoint.url), method: 'POST', headers: ['content-length', '160000'], body, onSent });
    expect(endpoint.seen[0]?.body.length).toBe(160_000);
    expect(isSent).toBe(false);
  });

  it('sends a copy of a smaller body whose pieces are all small, and says at once that it has one', async () => {
    const endpoint = await fake(answerWith(200, {}, 'ok'));
    const body = [Buffer.alloc(40_000, 'a'), Buffer.alloc(20, 'b'), Buffer.alloc(40_000, 'c')];
    const expected = Buffer.concat(body);
    const onSent = () => {
      for (const piece of body) piece.fill('!');
    };
    await ask(client(), { ...get(endpoint.url), method: 'POST', headers: ['content-length', '80020'], body, onSent });
    expect(body[0]?.toString('latin1', 0, 1)).toBe('!');
    expect(endpoint.seen[0]?.body.equals(expected)).toBe(true);
  });

  it('fails a request whose proxy URL is unreadable instead of throwing', async () => {
    await expect(ask(client({ proxyFor: () => 'not a url' }), get('http://endpoint.example'))).rejects.toThrow();
  });
});

describe('outbound proxy', () => {
  it('is asked in absolute form for http endpoints, with its credentials', async () => {
    const seen: IncomingMessage[] = [];
    const port = await listening(
      createServer((request, response) => {
        seen.push(request);
        response.end('from the proxy');
      }),
    );
    const answer = await ask(client({ proxyFor: () => `http://user:p%40ss@127.0.0.1:${port}` }), get('http://endpoint.example:81'));
    expect(answer.body).toBe('from the proxy');
    expect(seen[0]?.url).toBe('http://endpoint.example:81/v1/x?y=1');
    expect(seen[0]?.headers.host).toBe('endpoint.example:81');
    expect(seen[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    expect(seen[0]?.headers['x-a']).toBe('1, 2');
  });

  it('opens a tunnel for https endpoints', async () => {
    const targets: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      targets.push(request.url ?? '');
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    const port = await listening(proxy);
    await expect(ask(client({ proxyFor: () => `http://127.0.0.1:${port}` }), get('https://endpoint.example'))).rejects.toThrow();
    expect(targets).toEqual(['endpoint.example:443']);
  });

  it('is never used for loopback', async () => {
    const endpoint = await fake(answerWith(200, {}, 'direct'));
    const asked: string[] = [];
    const upstream = client({
      proxyFor: (url) => {
        asked.push(url.host);
        return 'http://127.0.0.1:1';
      },
    });
    expect((await ask(upstream, get(endpoint.url))).body).toBe('direct');
    expect((await ask(upstream, get(`http://localhost:${endpoint.port}`))).body).toBe('direct');
    expect(asked).toEqual([]);
  });
});
