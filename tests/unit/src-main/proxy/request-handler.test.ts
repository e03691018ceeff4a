import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HELLO, HELLO_WHOLE, useDataPath } from '../../../support/data-path-fixture.ts';
import { jsonMessage, streamText } from '../../../support/fake-endpoint.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { LOCAL_TOKEN } from '../../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();

const errorSchema = z.object({ type: z.literal('error'), error: z.object({ type: z.string(), message: z.string() }) });
const errorOf = async (answer: Response) => errorSchema.parse(await answer.json()).error;

/** Sends a raw request with the right token and these lines, and returns all that came until the connection closed. */
async function raw(port: number, head: string, body: string | Buffer = ''): Promise<string> {
  const client = await RawClient.open(port);
  client.write(`${head}\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nConnection: close\r\n\r\n`);
  client.write(body);
  await client.closed();
  return client.received;
}

describe('without a local token', () => {
  it('answers the probes and tells who it is, and nothing else', async () => {
    const proxy = await start({ endpoints: [] });
    expect((await fetch(proxy.url, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${proxy.url}/api/hello`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${proxy.url}/api/hello`)).status).toBe(200);
    expect(await (await fetch(`${proxy.url}/health`)).json()).toEqual({ status: 'ok', instanceId: 'instance-of-the-tests' });
    expect((await fetch(proxy.url)).status).toBe(403);
    expect(proxy.finished).toHaveLength(0);
  });

  it.each([{}, { authorization: 'Bearer wrong' }, { 'x-api-key': 'wrong' }, { authorization: `Basic ${LOCAL_TOKEN}` }])(
    'refuses %j with 403, asks nobody and records nothing',
    async (headers) => {
      const endpoint = await fake(streamText('hello'));
      const proxy = await start({ endpoints: [endpoint.url] });
      const answer = await fetch(`${proxy.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(HELLO) });
      expect(answer.status).toBe(403);
      expect((await errorOf(answer)).type).toBe('permission_error');
      expect(endpoint.seen).toHaveLength(0);
      expect(proxy.finished).toHaveLength(0);
    },
  );

  it('refuses a wrong Host before it looks at anything else', async () => {
    const proxy = await start({ endpoints: [] });
    const answer = await raw(proxy.port, 'GET /health HTTP/1.1\r\nHost: evil.example');
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe('with a local token', () => {
  it('takes it as x-api-key too, and uses that style upstream', async () => {
    const endpoint = await fake(jsonMessage('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const headers = { 'x-api-key': LOCAL_TOKEN, authorization: 'Bearer something-else' };
    expect((await proxy.ask(HELLO_WHOLE, { headers })).status).toBe(200);
    expect(endpoint.seen[0]?.headers['x-api-key']).toBe('upstream-key-1');
    expect(endpoint.seen[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['not JSON', 'hello', 'not a JSON object'],
    ['cut off', '{"model":"a","messages":[', 'ends before'],
    ['without a model', '{"messages":[]}', 'model'],
    ['with a model that is no string', '{"model":7}', 'model'],
    ['empty', '', 'not a JSON object'],
  ])('answers a body that is %s with 400 itself, and records the refusal', async (_name, body, words) => {
    const endpoint = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const answer = await proxy.ask(body);
    expect(answer.status).toBe(400);
    const error = await errorOf(answer);
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toContain(words);
    expect(endpoint.seen).toHaveLength(0);
    const { exchange } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'refused', status: 400, attemptCount: 0, localToken: 'test', requestBytes: Buffer.byteLength(body) });
    expect(answer.headers.get('x-code-proxy-exchange')).toBe(exchange.id);
  });

  it.each(['gzip', 'zstd', 'br'])('refuses a request body compressed with %s', async (coding) => {
    const proxy = await start({ endpoints: [] });
    const answer = await proxy.ask('x', { headers: { 'content-encoding': coding } });
    expect(answer.status).toBe(415);
    expect((await proxy.finishedOne()).exchange.outcome).toBe('refused');
  });

  it('refuses what already passed through this proxy', async () => {
    const proxy = await start({ endpoints: [] });
    const answer = await proxy.ask(HELLO, { headers: { 'x-code-proxy-via': 'other, instance-of-the-tests' } });
    expect(answer.status).toBe(508);
  });

  it.each([
    ['GET', '/v2/x', 404],
    ['GET', '/v1/messages', 404],
    ['GET', '//v1/messages', 400],
    ['GET', '/v1/../x', 400],
    ['GET', 'http://127.0.0.1/v1/messages', 400],
  ])('answers %s %s with %i', async (method, target, status) => {
    const proxy = await start({ endpoints: [] });
    expect(await raw(proxy.port, `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1`)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

describe('bodies that are too large', () => {
  it('refuses a declared length at once, in time for the client to see it, before any upstream call', async () => {
    const endpoint = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const size = 33 * 1_048_576;
    const client = await RawClient.open(proxy.port);
    client.write(`POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${size}\r\n\r\n`);
    await client.until('request_too_large');
    client.write(Buffer.alloc(size, 0x20));
    await client.closed();
    expect(client.wasReset).toBe(false);
    expect(client.received).toMatch(/^HTTP\/1.1 413 /);
    expect(endpoint.seen).toHaveLength(0);
    expect((await proxy.finishedOne()).exchange).toMatchObject({ outcome: 'refused', status: 413 });
  });

  it('refuses a chunked body once it grows too large', async () => {
    const proxy = await start({ endpoints: [], limits: { maxBodyBytes: 1_000 } });
    const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`;
    const answer = await raw(proxy.port, 'POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked', `${chunk}${chunk}0\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('does not invite a body that it would refuse', async () => {
    const proxy = await start({ endpoints: [], limits: { maxBodyBytes: 1_000 } });
    const answer = await raw(
      proxy.port,
      'POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\nExpect: 100-continue',
      Buffer.alloc(2_000),
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  it('invites one that it takes', async () => {
    const endpoint = await fake(jsonMessage('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const body = JSON.stringify(HELLO_WHOLE);
    const client = await RawClient.open(proxy.port);
    client.write(
      `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    await client.until('100 Continue');
    client.write(body);
    await client.closed();
    expect(client.received).toContain('hello');
    expect(endpoint.seen[0]?.headers.expect).toBeUndefined();
  });
});

describe('clients that leave while they send', () => {
  it('records it and asks nobody', async () => {
    const endpoint = await fake(streamText('hello'));
    const proxy = await start({ endpoints: [endpoint.url] });
    const client = await RawClient.open(proxy.port);
    client.write(`POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${LOCAL_TOKEN}\r\nContent-Length: 1000\r\n\r\n{"model":`);
    client.destroy();
    const { exchange } = await proxy.finishedOne();
    expect(exchange).toMatchObject({ outcome: 'client_left', status: null, attemptCount: 0 });
    expect(endpoint.seen).toHaveLength(0);
  });
});
