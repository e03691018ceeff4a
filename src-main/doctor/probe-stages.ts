/**
 * Goes the way to an endpoint step by step: name, connection, outbound proxy, certificate. Each step is timed, and the first one
 * that fails is named. An untrusted certificate is looked at all the same, to say what is wrong with it, but nothing is sent then.
 */
import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type SecureContext } from 'node:tls';
import type { DoctorStage } from '../../src-shared/schemas/doctor.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { openTunnel, ProxyRefused } from './proxy-tunnel.ts';

export type Fault =
  | { readonly stage: 'dns' | 'tcp' | 'tls' | 'proxy' | 'http'; readonly host: string; readonly why: string; readonly isTimeout: boolean }
  | { readonly stage: 'certificate'; readonly host: string; readonly code: string; readonly certificate: PeerCertificate };

export interface Way {
  /** Base URL of the endpoint. */
  readonly url: URL;
  /** Null: direct. */
  readonly proxyUrl: URL | null;
  readonly trusted: () => SecureContext;
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Journey {
  readonly stages: readonly DoctorStage[];
  /** Open and, for https, encrypted; null after a fault. */
  readonly socket: Socket | null;
  readonly fault: Fault | null;
}

class StageFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.stage);
    this.fault = fault;
  }
}

export async function goThere(way: Way): Promise<Journey> {
  const stages: DoctorStage[] = [];
  const { url, proxyUrl } = way;
  const first = proxyUrl ?? url;
  let socket: Socket | null = null;
  try {
    await timed(stages, 'dns', () => resolveName(first));
    socket = await timed(stages, 'tcp', () => reach(first, way), addressOf);
    if (proxyUrl !== null)
      socket = await timed(
        stages,
        'proxy',
        () => throughProxy(opened(socket), proxyUrl, way),
        () => proxyUrl.host,
      );
    if (url.protocol === 'https:') socket = await timed(stages, 'tls', () => encrypt(opened(socket), url, way), describeTls);
    return { stages, socket, fault: null };
  } catch (error) {
    socket?.destroy();
    if (!(error instanceof StageFault)) throw error;
    return { stages, socket: null, fault: error.fault };
  }
}

async function timed<T>(stages: DoctorStage[], stage: DoctorStage['stage'], step: () => Promise<T>, describe?: (result: T) => string): Promise<T> {
  const startedMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startedMs);
  try {
    const result = await step();
    stages.push({ stage, state: 'ok', durationMs: durationMs(), detail: describe?.(result) ?? (typeof result === 'string' ? result : '') });
    return result;
  } catch (error) {
    stages.push({ stage, state: 'failed', durationMs: durationMs(), detail: error instanceof StageFault ? detailOf(error.fault) : '' });
    throw error;
  }
}

function detailOf(fault: Fault): string {
  return fault.stage === 'certificate' ? fault.code : fault.why;
}

async function resolveName(url: URL): Promise<string> {
  const host = bare(url);
  if (isIP(host) !== 0) return host;
  try {
    // As the proxy itself asks, so that a hosts file and a VPN count.
    return (await lookup(host, { all: true })).map(({ address }) => address).join(', ');
  } catch (error) {
    throw new StageFault({ stage: 'dns', host, why: errorCodeOf(error) ?? 'no address', isTimeout: false });
  }
}

function reach(url: URL, { connectTimeoutMs, signal }: Way): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
  const fail = (why: string, isTimeout = false) => {
    socket.destroy();
    reject(new StageFault({ stage: 'tcp', host: url.host, why, isTimeout }));
  };
  const socket = connect({ host: bare(url), port, signal });
  const timer = setTimeout(() => fail('ETIMEDOUT', true), connectTimeoutMs);
  socket.once('connect', () => {
    clearTimeout(timer);
    socket.removeAllListeners('error');
    // What breaks it later shows in the next step.
    socket.on('error', () => undefined);
    resolve(socket);
  });
  socket.once('error', (error) => {
    clearTimeout(timer);
    fail(errorCodeOf(error) ?? codeWithin(error));
  });
  return promise;
}

/** An endpoint over https is reached through a tunnel; one over http is asked for at the proxy, which needs no step of its own. */
async function throughProxy(socket: Socket, proxyUrl: URL, way: Way): Promise<Socket> {
  const carrier = proxyUrl.protocol === 'https:' ? await encrypt(socket, proxyUrl, way) : socket;
  if (way.url.protocol !== 'https:') return carrier;
  try {
    return await openTunnel(carrier, proxyUrl, way.url, way.connectTimeoutMs);
  } catch (error) {
    const why = error instanceof ProxyRefused ? error.message : (errorCodeOf(error) ?? String(error));
    throw new StageFault({ stage: 'proxy', host: proxyUrl.host, why, isTimeout: false });
  }
}

function encrypt(socket: Socket, url: URL, { trusted, connectTimeoutMs }: Way): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const host = bare(url);
  const fail = (why: string, isTimeout = false) => {
    secure.destroy();
    reject(new StageFault({ stage: 'tls', host: url.host, why, isTimeout }));
  };
  // Judged below, with the certificate at hand.
  const options = { socket, secureContext: trusted(), rejectUnauthorized: false, host, ...(isIP(host) === 0 ? { servername: host } : {}) };
  const secure = connectTls(options, () => {
    clearTimeout(timer);
    secure.removeAllListeners('error');
    secure.on('error', () => undefined);
    if (secure.authorized) {
      resolve(secure);
      return;
    }
    const certificate = secure.getPeerCertificate(true);
    secure.destroy();
    reject(new StageFault({ stage: 'certificate', host: url.host, code: String(secure.authorizationError), certificate }));
  });
  const timer = setTimeout(() => fail('ETIMEDOUT', true), connectTimeoutMs);
  secure.once('error', (error) => {
    clearTimeout(timer);
    fail(errorCodeOf(error) ?? 'closed');
  });
  secure.once('close', () => fail('closed'));
  return promise;
}

function describeTls(socket: Socket): string {
  const protocol = 'getProtocol' in socket && typeof socket.getProtocol === 'function' ? String(socket.getProtocol()) : '';
  const certificate = 'getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function' ? socket.getPeerCertificate() : null;
  const until = typeof certificate?.valid_to === 'string' ? `, until ${certificate.valid_to}` : '';
  return `${protocol}${until}`;
}

function addressOf(socket: Socket): string {
  return `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
}

function opened(socket: Socket | null): Socket {
  if (socket === null) throw new Error('there is no connection');
  return socket;
}

function bare(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Of several addresses that were tried, what the first one said. */
function codeWithin(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return errorCodeOf(first) ?? 'no connection';
}
