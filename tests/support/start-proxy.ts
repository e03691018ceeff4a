/** A ProxyServer on a free port with fake stores around it, and everything that tests ask of it. */

import { type Clock, systemClock } from '../../src-main/platform/clock.ts';
import { type Logger, silentLogger } from '../../src-main/platform/logger.ts';
import { Secret } from '../../src-main/platform/secret.ts';
import { protocolAdapter } from '../../src-main/protocols/registry.ts';
import { EndpointSlots } from '../../src-main/proxy/endpoint-slots.ts';
import type { ProxyEndpoint, ProxySettings } from '../../src-main/proxy/ports.ts';
import { type ProxyLimits, ProxyServer, type ProxyServerOptions } from '../../src-main/proxy/proxy-server.ts';
import { RestRegister } from '../../src-main/proxy/rest-register.ts';
import { SessionBindings } from '../../src-main/proxy/session-bindings.ts';
import { UpstreamClient } from '../../src-main/proxy/upstream-client.ts';
import type { ModelMap } from '../../src-shared/schemas/endpoint.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';

export const LOCAL_TOKEN = 'local-token-of-the-tests';

export interface StartProxyOptions {
  /** Base URLs, or whole endpoints; first priority first. */
  readonly endpoints: readonly (string | Partial<ProxyEndpoint>)[];
  readonly settings?: Partial<ProxySettings>;
  readonly defaultModels?: ModelMap;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly limits?: Partial<ProxyLimits>;
  readonly protocols?: ProxyServerOptions['protocols'];
  readonly upstream?: ProxyServerOptions['upstream'];
  readonly operations?: ProxyServerOptions['operations'];
  readonly audit?: ProxyServerOptions['audit'];
  readonly rules?: ProxyServerOptions['rules'];
}

export interface Finished {
  readonly exchange: ExchangeSummary;
  readonly attempts: readonly Attempt[];
}

export interface RunningProxy {
  readonly url: string;
  readonly port: number;
  readonly server: ProxyServer;
  readonly rests: RestRegister;
  readonly slots: EndpointSlots;
  readonly bindings: SessionBindings;
  /** The enabled endpoints; may be replaced while it runs. */
  endpoints: readonly ProxyEndpoint[];
  readonly started: ExchangeSummary[];
  readonly finished: Finished[];
  /** Resolves with the nth finished exchange (from 1). */
  finishedOne(number?: number): Promise<Finished>;
  /** POST /v1/messages?beta=true with the right token. */
  ask(body: unknown, options?: { headers?: Record<string, string>; path?: string; signal?: AbortSignal }): Promise<Response>;
  stop(): Promise<void>;
}

export function proxyEndpoint(given: string | Partial<ProxyEndpoint>, index = 0): ProxyEndpoint {
  const parts = typeof given === 'string' ? { baseUrl: given } : given;
  return {
    id: `endpoint-${index + 1}`,
    name: `Endpoint ${index + 1}`,
    baseUrl: 'http://127.0.0.1:1',
    protocol: 'anthropic',
    authStyle: 'auto',
    credential: new Secret(`upstream-key-${index + 1}`),
    modelMap: {},
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    revision: 1,
    ...parts,
  };
}

export async function startProxy(options: StartProxyOptions): Promise<RunningProxy> {
  const clock = options.clock ?? systemClock;
  const rests = new RestRegister({ clock });
  const slots = new EndpointSlots({ clock });
  const bindings = new SessionBindings(clock);
  const client = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => null, extraCaPem: null });
  const started: ExchangeSummary[] = [];
  const finished: Finished[] = [];
  const waiters: { number: number; resolve: (one: Finished) => void }[] = [];
  const live = { endpoints: options.endpoints.map((endpoint, index) => proxyEndpoint(endpoint, index)) as readonly ProxyEndpoint[] };
  const server = new ProxyServer({
    instanceId: 'instance-of-the-tests',
    endpoints: { enabled: () => live.endpoints, defaultModels: () => options.defaultModels ?? {} },
    tokens: { match: (presented) => (presented === LOCAL_TOKEN ? { name: 'test' } : null) },
    settings: () => ({ ...DEFAULT_SETTINGS.proxy, ...options.settings }),
    observer: {
      started: (exchange) => started.push(exchange),
      attempted: () => undefined,
      progressed: () => undefined,
      finished: (exchange, attempts) => {
        const one = { exchange, attempts: [...attempts] };
        finished.push(one);
        for (const waiter of waiters) if (waiter.number === finished.length) waiter.resolve(one);
      },
    },
    rests,
    slots,
    bindings,
    upstream: options.upstream ?? client,
    protocols: options.protocols ?? protocolAdapter,
    clock,
    logger: options.logger ?? silentLogger,
    random: () => 0,
    ...(options.operations === undefined ? {} : { operations: options.operations }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.audit === undefined ? {} : { audit: options.audit }),
    ...(options.rules === undefined ? {} : { rules: options.rules }),
  });
  const { port } = await server.start({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    server,
    rests,
    slots,
    bindings,
    get endpoints() {
      return live.endpoints;
    },
    set endpoints(next) {
      live.endpoints = next;
    },
    started,
    finished,
    finishedOne(number = 1) {
      const known = finished[number - 1];
      return known === undefined ? new Promise((resolve) => waiters.push({ number, resolve })) : Promise.resolve(known);
    },
    ask(body, { headers = {}, path = '/v1/messages?beta=true', signal } = {}) {
      return fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${LOCAL_TOKEN}`, 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      });
    },
    async stop() {
      await server.stop({ graceMs: 0 });
      await client.stop();
    },
  };
}
