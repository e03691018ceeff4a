/**
 * The listener that Claude Code talks to: raw node:http, its limits, and an orderly stop. What one request becomes is
 * request-handler.ts. Why no framework: decision 0010.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Protocol } from '../../src-shared/schemas/endpoint.ts';
import { BYTES_PER_MIB } from '../../src-shared/units.ts';
import type { FailoverRule } from '../failover/contract.ts';
import { DEFAULT_RULES } from '../failover/default-rules.ts';
import type { Clock } from '../platform/clock.ts';
import { listenError } from '../platform/listen-error.ts';
import type { Logger } from '../platform/logger.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { BLOCKED_CLIENT_MS } from './client-answer.ts';
import { onClientError, refuseConnection } from './client-error.ts';
import { EndpointSlots } from './endpoint-slots.ts';
import { HeldBytes } from './held-bytes.ts';
import { ModelCatalog } from './model-catalog.ts';
import type { AuditSink, EndpointSource, ExchangeObserver, LocalTokens, ProxyOperations, ProxySettings, UsageAccounting } from './ports.ts';
import { RequestHandler } from './request-handler.ts';
import type { RestRegister } from './rest-register.ts';
import { SessionBindings } from './session-bindings.ts';
import { SizeLimits } from './size-limits.ts';
import type { Upstream } from './upstream-port.ts';

export interface ProxyLimits {
  /** Largest request body, bytes. The Messages API itself takes 32 MiB. */
  readonly maxBodyBytes: number;
  /** All request bodies held at once, bytes. */
  readonly maxHeldBytes: number;
  /** Longest wait of an upload for room, ms. */
  readonly roomWaitMs: number;
  /** Longest that a client may read nothing while bytes wait for it, ms. */
  readonly blockedClientMs: number;
}

const DEFAULT_LIMITS: ProxyLimits = {
  maxBodyBytes: 32 * BYTES_PER_MIB,
  maxHeldBytes: 256 * BYTES_PER_MIB,
  roomWaitMs: 10_000,
  blockedClientMs: BLOCKED_CLIENT_MS,
};

/** Time for a whole request to arrive; slow uploads of 32 MiB fit. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Longer than the client's own pool keeps connections, so that it never writes into one that we are closing. */
const KEEP_ALIVE_TIMEOUT_MS = 120_000;
const HEADERS_TIMEOUT_MS = 60_000;
const MAX_HEADER_BYTES = 64 * 1_024;

export interface ProxyServerOptions {
  readonly instanceId: string;
  readonly endpoints: EndpointSource;
  readonly tokens: LocalTokens;
  readonly settings: () => ProxySettings;
  readonly observer: ExchangeObserver;
  /** Left out: usage is recorded as it was reported, without a price. */
  readonly accounting?: UsageAccounting;
  /** Left out: nothing is audited. */
  readonly audit?: AuditSink;
  readonly rests: RestRegister;
  readonly upstream: Upstream;
  /** Normally protocols/registry.ts `protocolAdapter`. */
  readonly protocols: (protocol: Protocol) => ProtocolAdapter;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Left out: the built-in policy. */
  readonly rules?: () => readonly FailoverRule[];
  /** Left out: its own. Handed in to outlive the listener and to be looked at. */
  readonly bindings?: SessionBindings;
  readonly slots?: EndpointSlots;
  readonly operations?: ProxyOperations;
  /** Left out: Math.random. */
  readonly random?: () => number;
  readonly limits?: Partial<ProxyLimits>;
}

export class ProxyServer {
  readonly #server: Server;
  readonly #handler: RequestHandler;
  /** The answer that was begun last on each connection, until it has left: an idle connection keeps nothing of its last exchange. */
  readonly #latestAnswers = new WeakMap<Duplex, ServerResponse>();
  #isStopping = false;

  constructor(options: ProxyServerOptions) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#handler = new RequestHandler({
      path: {
        ...options,
        bindings: options.bindings ?? new SessionBindings(options.clock),
        catalog: new ModelCatalog(),
        slots: options.slots ?? new EndpointSlots({ clock: options.clock }),
        sizes: new SizeLimits(options.clock),
        rules: options.rules ?? (() => DEFAULT_RULES),
        random: options.random ?? Math.random,
      },
      tokens: options.tokens,
      operations: options.operations ?? null,
      held: new HeldBytes({ limitBytes: limits.maxHeldBytes, clock: options.clock }),
      limits,
      bindAddress: () => this.#boundHost,
    });
    this.#server = this.#createServer();
  }

  #boundHost = '127.0.0.1';

  /**
   * @param address Port 0 takes any free one.
   * @returns What it listens on.
   * PORT_IN_USE, PORT_RESERVED, ADDRESS_NOT_LOCAL name the port and the remedy.
   */
  async start(address: { readonly host: string; readonly port: number }): Promise<{ host: string; port: number }> {
    this.#boundHost = address.host;
    await new Promise<void>((resolve, reject) => {
      const onError = (error: Error) => reject(listenError(error, { ...address, option: '--port', field: 'proxy.port' }));
      this.#server.once('error', onError);
      this.#server.listen(address.port, address.host, () => {
        this.#server.off('error', onError);
        resolve();
      });
    });
    const bound = this.#server.address();
    return { host: address.host, port: typeof bound === 'object' && bound !== null ? bound.port : address.port };
  }

  /** Stops accepting at once, lets exchanges end for `graceMs`, then breaks off what still runs and records it as interrupted. */
  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    await this.#handler.idle(graceMs);
    await this.#handler.interruptAll();
    // What was broken off has been written by the next turn of the loop; then no connection is left.
    await new Promise((resolve) => setImmediate(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #createServer(): Server {
    const server = createServer({
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
      // Checked by hand, with an answer in the API's own shape.
      requireHostHeader: false,
    });
    server.on('request', (request, response) => this.#onRequest(request, response));
    // The answer to a body that is too large must come before the client is told to send it.
    server.on('checkContinue', (request, response) => this.#onRequest(request, response, () => response.writeContinue()));
    server.on('checkExpectation', (request, response) => this.#onRequest(request, response));
    server.on('connect', (_request, socket) => refuseConnection(socket, 'CONNECT', this.#latestAnswers));
    server.on('upgrade', (_request, socket) => refuseConnection(socket, 'Upgrade', this.#latestAnswers));
    server.on('clientError', (error, socket) => onClientError(error, socket, this.#latestAnswers));
    return server;
  }

  #onRequest(request: IncomingMessage, response: ServerResponse, onAccepted?: () => void): void {
    if (this.#isStopping) response.shouldKeepAlive = false;
    const { socket } = request;
    this.#latestAnswers.set(socket, response);
    response.once('finish', () => {
      if (this.#latestAnswers.get(socket) === response) this.#latestAnswers.delete(socket);
    });
    this.#handler.handle(request, response, onAccepted);
  }
}
