/** Builds the connection pools to endpoints: directly or through an outbound proxy, and which certificate authorities count. */
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** Idle connections are closed after this, or earlier if the endpoint says so, ms. Short enough that a laptop's sleep or a new network leaves few dead ones. */
const KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_MAX_MS = 60_000;

/** Answer headers larger than this are an error; some gateways add several KiB of tracing. */
const MAX_HEADER_BYTES = 64 * 1_024;

export interface AgentSettings {
  readonly connectTimeoutMs: number;
  /** Needed for https only, since reading the system's store takes time. */
  readonly secureContext: SecureContext | null;
}

/** The bundled authorities, the system's, and the user's own. Slow (up to some 100 ms): call it when the first TLS connection is due. */
export function trustedAuthorities(extraCaPem: string | null): SecureContext {
  const authorities = new Set([...getCACertificates('default'), ...getCACertificates('system')]);
  if (extraCaPem !== null) authorities.add(extraCaPem);
  return createSecureContext({ ca: [...authorities] });
}

const POOL_OPTIONS = {
  // One stalled or reset session must not take other exchanges with it.
  allowH2: false,
  pipelining: 1,
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
  // The exchange has its own timers.
  headersTimeout: 0,
  bodyTimeout: 0,
  maxHeaderSize: MAX_HEADER_BYTES,
} as const;

/** Connections without a proxy in between. */
export function directAgent(settings: AgentSettings): Dispatcher {
  return new Agent({ ...POOL_OPTIONS, connect: connectOptions(settings) });
}

/** Connections through CONNECT tunnels of an http(s) proxy; for https endpoints. */
export function tunnelAgent(proxyUrl: string, settings: AgentSettings): Dispatcher {
  const tls = settings.secureContext === null ? {} : { secureContext: settings.secureContext };
  return new ProxyAgent({
    ...POOL_OPTIONS,
    uri: proxyUrl,
    proxyTunnel: true,
    connectTimeout: settings.connectTimeoutMs,
    requestTls: tls,
    proxyTls: tls,
  });
}

/** What a request to an http endpoint through a proxy needs: absolute form, sent to the proxy itself. */
export interface ForwardProxy {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  /** Raw `proxy-authorization` header, or nothing. */
  readonly headers: readonly string[];
}

/** Plain http endpoints are asked for in absolute form; many proxies refuse CONNECT to anything but port 443. */
export function forwardProxy(proxyUrl: string, settings: AgentSettings): ForwardProxy {
  const url = new URL(proxyUrl);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    // The name of the proxy itself: undici would otherwise take it from the Host header, which names the endpoint.
    dispatcher: new Agent({ ...POOL_OPTIONS, connect: { ...connectOptions(settings), servername: url.hostname } }),
    origin: url.origin,
    headers: url.username === '' ? [] : ['proxy-authorization', `Basic ${Buffer.from(credentials).toString('base64')}`],
  };
}

function connectOptions(settings: AgentSettings): { timeout: number; secureContext?: SecureContext } {
  return {
    timeout: settings.connectTimeoutMs,
    ...(settings.secureContext === null ? {} : { secureContext: settings.secureContext }),
  };
}
