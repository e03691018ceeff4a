/** The fault wall: what goes upstream (assertions 1 to 8 and 12 to 15), seen as raw bytes on the endpoint's socket. */
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { useDataPath } from '../../support/data-path-fixture.ts';
import { jsonMessage } from '../../support/fake-endpoint.ts';
import { askRaw } from '../../support/fault-wall.ts';
import { jsonKey, jsonValue } from '../../support/json-arbitrary.ts';
import { RawClient } from '../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const path = useDataPath();

/** Everything that a parser would quietly change: numbers, escapes, order, spaces, duplicates of inner keys, unknown blocks. */
const DELICATE = [
  '{ "max_tokens" : 1e2,\t"messages":[{"role":"system","content":[]},',
  '{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"c2ln=="},{"type":"future_block","model":"claude-sonnet-4-5"},',
  '{"type":"tool_use","id":"t","name":"n","input":{"model":"claude-sonnet-4-5","big":12345678901234567890,"one":1.0,"e":1E+2,"-0":-0}}]},',
  '{"role":"user","content":"\\ud83d \\u00e9 \\/ \\ud800 é😀 \\"model\\":\\"x\\""}],',
  '\r\n"unknown_key":{"a":[1,1.10]}, "MODEL" : "claude-sonnet-4-5", "mo\\u0064el2":"m",',
].join('\n');
const withModel = (model: string) => `${DELICATE}"model" : ${model} , "stream":false }\n`;

describe('the body', () => {
  it('is the received bytes where no model is mapped', async () => {
    const endpoint = await path.fake(jsonMessage('ok'));
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const body = Buffer.from(withModel('"claude-sonnet-4-5"'));
    expect(await askRaw(proxy.port, body)).toMatchObject({ status: 200 });
    expect(endpoint.seen[0]?.body.equals(body)).toBe(true);
  });

  it.each(['"claude-sonnet-4-5"', '"claude-s\\u006fnnet-4-5"'])(
    'differs in the value of the top-level model alone when it is mapped (sent as %s)',
    async (written) => {
      const endpoint = await path.fake(jsonMessage('ok'));
      const proxy = await path.proxy({ endpoints: [{ baseUrl: endpoint.url, modelMap: { sonnet: 'größe-"1"' } }] });
      await askRaw(proxy.port, withModel(written));
      expect(endpoint.seen[0]?.body.toString()).toBe(withModel(JSON.stringify('größe-"1"')));
      expect(endpoint.seen[0]?.headers['content-length']).toBe(String(endpoint.seen[0]?.body.length));
      expect(endpoint.seen[0]?.headers['transfer-encoding']).toBeUndefined();
    },
  );

  it('keeps every other byte for any JSON object around the model', async () => {
    const endpoint = await path.fake(jsonMessage('ok'));
    const proxy = await path.proxy({ endpoints: [{ baseUrl: endpoint.url, modelMap: { '*': 'mapped' } }] });
    const object = fc.dictionary(
      jsonKey().filter((key) => key !== 'model' && key !== 'stream' && key !== '__proto__'),
      jsonValue(),
      { maxKeys: 6 },
    );
    await fc.assert(
      fc.asyncProperty(object, object, fc.constantFrom(0, 1, 2), async (before, after, indent) => {
        const text = (model: string) => JSON.stringify({ ...before, model, ...after }, null, indent);
        const answered = await askRaw(proxy.port, text('MODEL-IN'));
        expect(answered.status).toBe(200);
        const sent = endpoint.seen.at(-1)?.body.toString();
        expect(sent).toBe(text('mapped'));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the head', () => {
  const servers: { close(): void }[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** What an endpoint's socket received, as text. */
  async function rawEndpoint(): Promise<{ readonly url: string; received(): string }> {
    let received = '';
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        if (received.includes('"stream":false }')) socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/base`, received: () => received };
  }

  it('carries the query, versions and every beta; neither credentials, cookies nor headers of the connection', async () => {
    const endpoint = await rawEndpoint();
    const proxy = await path.proxy({ endpoints: [endpoint.url] });
    const body = withModel('"m"');
    const client = await RawClient.open(proxy.port);
    client.write(
      [
        'POST /v1/messages?beta=true&x=%2F HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${LOCAL_TOKEN}`,
        'X-Api-Key: not-ours',
        'Cookie: a=b',
        'Anthropic-Version: 2023-06-01',
        'anthropic-beta: one-2026, two',
        'Anthropic-Beta: three',
        'X-Stainless-Retry-Count: 0',
        'X-Hop: secret-hop',
        'Connection: close, X-Hop',
        'Keep-Alive: timeout=1',
        'Proxy-Authorization: Basic x',
        'TE: trailers',
        'Trailer: x',
        'Accept-Encoding: gzip, br, zstd',
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
    await client.closed();
    const head = endpoint.received().slice(0, endpoint.received().indexOf('\r\n\r\n'));
    const [line = '', ...fields] = head.split('\r\n');
    expect(line).toBe('POST /base/v1/messages?beta=true&x=%2F HTTP/1.1');
    expect(fields.map((field) => field.slice(0, field.indexOf(':')).toLowerCase()).sort()).toEqual([
      'accept-encoding',
      'anthropic-beta',
      'anthropic-version',
      'authorization',
      'connection',
      'content-length',
      'host',
      'x-code-proxy-via',
      'x-stainless-retry-count',
    ]);
    expect(fields.find((field) => /^anthropic-beta:/i.test(field))).toMatch(/: one-2026, two,three$/);
    expect(fields.join('\n')).toContain('Bearer upstream-key-1');
    for (const secret of [LOCAL_TOKEN, 'not-ours', 'a=b', 'secret-hop', 'Basic x', 'close']) expect(endpoint.received()).not.toContain(secret);
    expect(endpoint.received().endsWith(`\r\n\r\n${Buffer.from(body).toString('latin1')}`)).toBe(true);
  });
});
