import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckContext } from '../../../../src-main/doctor/check.ts';
import { endpointCheck } from '../../../../src-main/doctor/check-endpoint.ts';
import type { ClockSample } from '../../../../src-main/doctor/clock-skew.ts';
import type { CheckedEndpoint, CheckedOutbound, CorePorts } from '../../../../src-main/doctor/ports.ts';
import { checkedEndpoint, doctorCore, doctorPorts, look, outboundOf } from '../../../support/doctor-rig.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') server.closeAllConnections();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? (address satisfies AddressInfo).port : 0;
}

const serve = async (listener: RequestListener) => `http://127.0.0.1:${await listen(createServer(listener))}`;
const models = (...ids: string[]) => JSON.stringify({ data: ids.map((id) => ({ id, type: 'model' })) });

async function serveTls(certificate: string, key: string): Promise<number> {
  const server = createTlsServer({ cert: fixture(certificate), key: fixture(key) }, (_request, response) => response.end(models('m')));
  server.on('tlsClientError', () => undefined);
  return listen(server);
}

interface Options {
  readonly endpoint?: Partial<CheckedEndpoint>;
  readonly outbound?: Partial<CheckedOutbound>;
  readonly extraCa?: string;
  readonly core?: Partial<CorePorts>;
  readonly context?: Partial<CheckContext>;
}

async function found(baseUrl: string, { endpoint, outbound, extraCa, core, context }: Options = {}) {
  const ports = await doctorPorts({ core: doctorCore({ outbound: async () => outboundOf(outbound, extraCa ?? null), ...core }) });
  return look(endpointCheck(checkedEndpoint(baseUrl, endpoint)), ports, context);
}

const steps = ({ stages }: { readonly stages: readonly { readonly stage: string; readonly state: string }[] }) =>
  stages.map(({ stage, state }) => `${stage} ${state}`);

describe('an endpoint that is reached', () => {
  it('is asked for its models with its key, at its path, without a message being sent', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${request.headers['x-api-key']}`);
      response.end(models('claude-x'));
    });
    const ok = await found(`${url}/api`, { endpoint: { modelMap: { opus: 'claude-x' } } });
    expect(ok).toMatchObject({ state: 'ok', codes: ['endpointOk', null] });
    expect(steps(ok)).toEqual(['dns ok', 'tcp ok', 'http ok', 'auth ok', 'model ok']);
    expect(seen).toEqual(['GET /api/v1/models?limit=1000 Bearer sk-right undefined']);
  });

  it('that does not list a model of the map is a warning', async () => {
    const url = await serve((_request, response) => response.end(models('claude-x')));
    const warned = await found(url, { endpoint: { modelMap: { opus: 'claude-x', haiku: 'gone' } } });
    expect(warned).toMatchObject({ state: 'warning', codes: ['endpointModel', 'changeMap'], finding: { values: { models: 'gone' } } });
  });

  it('that refuses the key fails; so does one that wants it in the other header, and says so', async () => {
    const refusing = await serve((_request, response) => response.writeHead(401).end('{}'));
    expect(await found(refusing)).toMatchObject({ state: 'failed', codes: ['endpointKey', 'checkKey'] });
    const keyless = await found(refusing, { endpoint: { credentialHeaders: [] } });
    expect(keyless.codes).toEqual(['endpointKeyMissing', 'checkKey']);
    const picky = await serve((request, response) => response.writeHead(request.headers['x-api-key'] === 'sk-right' ? 200 : 401).end(models('m')));
    const style = await found(picky);
    expect(style).toMatchObject({ state: 'failed', codes: ['endpointStyle', 'changeStyle'], remedy: { values: { other: 'x-api-key' } } });
    expect(JSON.stringify(style)).not.toContain('sk-right');
  });

  it.each([
    [404, '{}', 'text/plain', 'endpointReached', 'payToKnow'],
    [302, '', 'text/plain', 'endpointRedirect', 'checkBaseUrl'],
    [503, 'down', 'text/plain', 'endpointServer', 'tryLater'],
    [200, '<html>Welcome to our Wi-Fi</html>', 'text/html', 'endpointPage', 'checkBaseUrl'],
  ])('and answers %i is judged by it', async (status, body, type, code, remedy) => {
    const url = await serve((_request, response) => response.writeHead(status, { 'content-type': type, location: 'http://elsewhere/' }).end(body));
    expect((await found(url)).codes).toEqual([code, remedy]);
  });

  it('is sent a message only when that was asked for, and what came of it decides', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end());
    let paid = 0;
    const testEndpoint = async () => {
      paid += 1;
      return {
        isOk: false,
        status: 401,
        durationMs: 3,
        model: 'm',
        message: 'The endpoint does not accept the key.',
        remedy: 'Enter a valid key.',
        proposal: null,
      };
    };
    expect((await found(url, { core: { testEndpoint } })).state).toBe('ok');
    expect(paid).toBe(0);
    const refused = await found(url, { core: { testEndpoint }, context: { isPaid: true } });
    expect(refused).toMatchObject({
      state: 'failed',
      said: 'The endpoint does not accept the key.',
      remedy: { values: { text: 'Enter a valid key.' } },
    });
    expect(paid).toBe(1);
    expect((await found(url, { context: { isPaid: true } })).codes[0]).toBe('endpointOkPaid');
  });

  it('tells the time by which the clock is judged', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('date', new Date(Date.now() - 600_000).toUTCString());
      response.end(models('m'));
    });
    const clockSamples = new Map<string, ClockSample>();
    await found(url, { context: { clockSamples } });
    expect(clockSamples.get('e1')?.skewMs).toBeGreaterThan(590_000);
  });

  it('but is not used says why', async () => {
    const unused = await found('http://127.0.0.1:1', { endpoint: { unusable: "the base URL is Code Proxy's own address" } });
    expect(unused).toMatchObject({ state: 'failed', codes: ['endpointUnusable', 'checkBaseUrl'] });
  });
});

describe('an endpoint that is not reached', () => {
  it('fails at its name', async () => {
    const nowhere = await found('https://no-such-host.invalid');
    expect(nowhere.codes).toEqual(['endpointDns', 'checkHost']);
    expect(steps(nowhere)).toEqual(['dns failed']);
  });

  it('fails at the connection', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const refused = await found(`https://127.0.0.1:${port}`);
    expect(refused.codes).toEqual(['endpointRefused', 'checkPort']);
    expect(steps(refused)).toEqual(['dns ok', 'tcp failed']);
  });

  it('fails where something else than TLS or HTTP answers', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    expect((await found(`https://127.0.0.1:${port}`)).codes).toEqual(['endpointTls', 'checkScheme']);
    expect((await found(`http://127.0.0.1:${port}`)).codes).toEqual(['endpointNoHttp', 'checkScheme']);
  });

  it('fails in time where nobody answers a handshake', async () => {
    const port = await listen(createTcpServer(() => undefined));
    const silent = await found(`https://127.0.0.1:${port}`, { outbound: { connectTimeoutMs: 100 } });
    expect(silent.codes).toEqual(['endpointSlow', 'checkNetwork']);
  });
});

describe('a certificate', () => {
  it.each([
    ['of an unknown authority', 'server.pem', 'server.key', null, 'endpointCertificateIssuer', 'Test Authority'],
    ['signed by itself', 'endpoint.pem', 'endpoint.key', null, 'endpointCertificateSelf', ''],
    ['for another name', 'endpoint.pem', 'endpoint.key', 'endpoint.pem', 'endpointCertificateName', 'endpoint.example'],
    ['that has expired', 'expired.pem', 'expired.key', 'expired.pem', 'endpointCertificateExpired', '2020'],
    ['that is not valid yet', 'early.pem', 'expired.key', 'early.pem', 'endpointCertificateEarly', '2150'],
  ])('%s is named, and the key is not sent', async (_name, certificate, key, ca, code, word) => {
    const port = await serveTls(certificate, key);
    const bad = await found(`https://127.0.0.1:${port}`, ca === null ? {} : { extraCa: fixture(ca) });
    expect(bad).toMatchObject({ state: 'failed', finding: { code } });
    expect(bad.said).toContain(word);
    expect(steps(bad).at(-1)).toBe('tls failed');
  });

  it('of an authority that was added is accepted', async () => {
    const port = await serveTls('server.pem', 'server.key');
    const good = await found(`https://localhost:${port}`, { extraCa: fixture('authority.pem') });
    expect(good.codes[0]).toBe('endpointOk');
    expect(steps(good).slice(0, 4)).toEqual(['dns ok', 'tcp ok', 'tls ok', 'http ok']);
  });
});

describe('an outbound proxy', () => {
  /** Not loopback, which is never asked for through a proxy; the proxy of the test leads it to this machine. */
  const HOST = 'gateway.example';

  it('carries https through a tunnel, with its login, and the certificate is that of the endpoint', async () => {
    const target = await serveTls('server.pem', 'server.key');
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, client, head) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const upstream = connect(target, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
    });
    const proxyUrl = `http://user:word@127.0.0.1:${await listen(proxy)}`;
    const seen = await found(`https://${HOST}`, { outbound: { proxyFor: () => proxyUrl }, extraCa: fixture('authority.pem') });
    expect(asked).toEqual([`${HOST}:443 Basic ${Buffer.from('user:word').toString('base64')}`]);
    expect(seen.codes[0]).toBe('endpointCertificateName');
    expect(steps(seen)).toEqual(['dns ok', 'tcp ok', 'proxy ok', 'tls failed']);
    expect(JSON.stringify(seen)).not.toContain('word@');
  });

  it('that refuses is named', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, client) => client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const port = await listen(proxy);
    const refused = await found(`https://${HOST}`, { outbound: { proxyFor: () => `http://127.0.0.1:${port}` } });
    expect(refused.codes).toEqual(['endpointProxy', 'checkProxy']);
    expect(refused.said).toContain('407');
  });

  it('is asked for the whole address of an http endpoint', async () => {
    const target = await serve((_request, response) => response.end(models('m')));
    const asked: (string | undefined)[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      const onward = httpRequest(target, { path: '/v1/models', agent: false }, (answer) => void answer.pipe(response));
      onward.end();
    });
    const through = await found(`http://${HOST}`, { outbound: { proxyFor: () => proxy } });
    expect(through.codes[0]).toBe('endpointOk');
    expect(asked).toEqual([`http://${HOST}/v1/models?limit=1000`]);
  });
});
