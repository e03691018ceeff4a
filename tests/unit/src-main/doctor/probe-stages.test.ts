import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askForModels } from '../../../../src-main/doctor/ask-endpoint.ts';
import { faultFinding } from '../../../../src-main/doctor/endpoint-faults.ts';
import { goThere } from '../../../../src-main/doctor/probe-stages.ts';
import { openTunnel, proxyLogin } from '../../../../src-main/doctor/proxy-tunnel.ts';
import { trustedAuthorities } from '../../../../src-main/proxy/outbound-agent.ts';

const { signal } = new AbortController();

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return socket;
}

describe('the way to an endpoint', () => {
  it('ends with an open connection, each step timed', async () => {
    const port = await portOf(createTcpServer(() => undefined));
    const url = new URL(`http://127.0.0.1:${port}`);
    const journey = await goThere({ url, proxyUrl: null, trusted: () => trustedAuthorities(null), connectTimeoutMs: 2_000, signal });
    onTestFinished(() => void journey.socket?.destroy());
    expect(journey).toMatchObject({
      fault: null,
      stages: [
        { stage: 'dns', detail: '127.0.0.1' },
        { stage: 'tcp', detail: `127.0.0.1:${port}` },
      ],
    });
    expect(journey.socket?.destroyed).toBe(false);
    for (const { durationMs } of journey.stages) expect(durationMs).toBeGreaterThanOrEqual(0);
  });
});

describe('a tunnel', () => {
  it('is refused in the words of the proxy', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, client) => client.end('HTTP/1.1 403 Not this one\r\n\r\n'));
    const socket = await connected(await portOf(proxy));
    await expect(openTunnel(socket, new URL('http://p'), new URL('https://a.example'), 2_000)).rejects.toThrow('403 Not this one');
  });

  it('is asked for with the login in the address of the proxy', () => {
    expect(proxyLogin(new URL('http://us%65r:p%3Aw@p'))).toEqual({ 'proxy-authorization': `Basic ${Buffer.from('user:p:w').toString('base64')}` });
    expect(proxyLogin(new URL('http://p'))).toEqual({});
  });
});

describe('a question to an endpoint', () => {
  const question = (socket: Socket, timeoutMs = 30_000) =>
    askForModels({ socket, baseUrl: new URL('http://a.example/base'), viaProxy: null, credential: null, timeoutMs, signal });

  it('keeps the head of an answer that breaks off', async () => {
    const port = await portOf(createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"data":')));
    expect(await question(await connected(port))).toMatchObject({ answer: { status: 200, text: '{"data":' } });
  });

  it('is given up after its time, and the connection with it', async () => {
    const socket = await connected(await portOf(createTcpServer(() => undefined)));
    expect(await question(socket, 200)).toEqual({ why: 'ETIMEDOUT', isTimeout: true });
    expect(socket.destroyed).toBe(true);
  });
});

describe('faults on the way', () => {
  const shown = { stages: [], details: [], limitMs: 10_000 };

  it.each([
    [{ stage: 'tcp', host: 'a', why: 'EHOSTUNREACH', isTimeout: false }, 'endpointTcp', 'checkNetwork'],
    [{ stage: 'tcp', host: 'a', why: 'ETIMEDOUT', isTimeout: true }, 'endpointSlow', 'checkNetwork'],
    [{ stage: 'http', host: 'a', why: 'ETIMEDOUT', isTimeout: true }, 'endpointNoHttp', 'checkScheme'],
  ] as const)('%o', (fault, code, remedy) => {
    expect(faultFinding(fault, shown)).toMatchObject({ state: 'failed', finding: { code }, remedy: { code: remedy } });
  });
});
