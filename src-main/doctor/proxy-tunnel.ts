/** Asks an outbound proxy for a tunnel to an endpoint, over a connection that is already open. */
import { request } from 'node:http';
import type { Socket } from 'node:net';

/** The proxy answered, and it is no. */
export class ProxyRefused extends Error {}

/** @returns The connection, from now on to the endpoint. Rejects with ProxyRefused or the system's error. */
export function openTunnel(socket: Socket, proxyUrl: URL, target: URL, timeoutMs: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const authority = `${target.hostname}:${target.port === '' ? 443 : target.port}`;
  const call = request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...proxyLogin(proxyUrl) },
    createConnection: () => socket,
    timeout: timeoutMs,
  });
  call.once('connect', (answer) => {
    if (answer.statusCode === 200) resolve(socket);
    else reject(new ProxyRefused(`${answer.statusCode} ${answer.statusMessage ?? ''}`.trim()));
  });
  call.once('timeout', () => call.destroy(new ProxyRefused('no answer in time')));
  call.once('error', reject);
  call.end();
  return promise;
}

/** The header that the login in a proxy's URL becomes; nothing without one. */
export function proxyLogin({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}
