/**
 * Sends requests to endpoints: undici's `dispatch`, pools per outbound route, no redirects, bytes and headers raw.
 * Why dispatch: decision 0010.
 */
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { directAgent, type ForwardProxy, forwardProxy, trustedAuthorities, tunnelAgent } from './outbound-agent.ts';
import type { OutboundSettings } from './ports.ts';
import type { Upstream, UpstreamCall, UpstreamHandler, UpstreamRequest } from './upstream-port.ts';

/** Bodies in pieces up to this size are joined, so that they leave in one write. */
const JOINED_BYTES = 32 * 1_024;

/**
 * So are those up to this size of which no piece fills the socket: the copy costs less than the writes that it saves, and the received
 * body's memory is free at once. Others are handed over piece by piece and forgotten, since undici keeps a Buffer until the answer has ended.
 */
const JOINED_IF_SMALL_PIECES_BYTES = 128 * 1_024;

/** A socket takes a piece of this size only when all before it and itself have been written (net.Socket's high-water mark). */
const FILLS_SOCKET_BYTES = 65_536;

type Route = { readonly kind: 'pool'; readonly dispatcher: Dispatcher } | ({ readonly kind: 'forward' } & ForwardProxy);

export class UpstreamClient implements Upstream {
  #settings: OutboundSettings;
  #secureContext: SecureContext | null = null;
  /** Per origin, so that proxy rules are asked once. */
  #routes = new Map<string, Route>();
  /** Per kind of route: pools are shared by origins. */
  #pools = new Map<string, Route>();

  constructor(settings: OutboundSettings) {
    this.#settings = settings;
  }

  /** New connections follow `settings`; running requests end on the old ones. */
  configure(settings: OutboundSettings): void {
    this.#settings = settings;
    this.dropConnections();
  }

  /** Lets go of pooled connections, for example after sleep or a change of network. Running requests end undisturbed. */
  dropConnections(): void {
    const pools = this.#pools;
    this.#pools = new Map();
    this.#routes = new Map();
    this.#secureContext = null;
    // Closing waits for running requests and cannot fail in a way that matters: the pool is unreachable by now.
    for (const pool of pools.values()) pool.dispatcher.close().catch(() => undefined);
  }

  /** Ends all connections, running ones too. */
  async stop(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    this.#routes.clear();
    await Promise.allSettled(pools.map((pool) => pool.dispatcher.destroy()));
  }

  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall {
    const call = new Call(handler);
    try {
      this.#dispatch(this.#routeTo(request.origin), request, call);
    } catch (error) {
      // An unreadable CA file or proxy URL fails this request like an unreachable endpoint does.
      queueMicrotask(() => call.onResponseError(null, error instanceof Error ? error : new Error(String(error))));
    }
    return call;
  }

  #dispatch(route: Route, request: UpstreamRequest, call: Call): void {
    const body = request.body instanceof Readable || request.body === null ? request.body : bodyOf(request.body, request.onSent);
    // undici's types leave out the iterables that its documentation names and its code takes.
    const common = { method: request.method, body: body as Buffer | Readable | null };
    if (route.kind === 'pool') {
      route.dispatcher.dispatch({ ...common, origin: request.origin, path: request.path, headers: request.headers }, call);
      return;
    }
    const headers = [...request.headers, 'host', request.origin.slice('http://'.length), ...route.headers];
    route.dispatcher.dispatch({ ...common, origin: route.origin, path: request.origin + request.path, headers }, call);
  }

  #routeTo(origin: string): Route {
    const known = this.#routes.get(origin);
    if (known !== undefined) return known;
    const url = new URL(origin);
    const proxyUrl = isLoopback(url.hostname) ? null : this.#settings.proxyFor(url);
    const isTls = url.protocol === 'https:';
    const key = `${url.protocol} ${proxyUrl ?? ''}`;
    const route = this.#pools.get(key) ?? this.#build(proxyUrl, isTls);
    this.#pools.set(key, route);
    this.#routes.set(origin, route);
    return route;
  }

  #build(proxyUrl: string | null, isTls: boolean): Route {
    const needsTls = isTls || proxyUrl?.startsWith('https:') === true;
    if (needsTls) this.#secureContext ??= trustedAuthorities(this.#settings.extraCaPem);
    const settings = { connectTimeoutMs: this.#settings.connectTimeoutMs, secureContext: needsTls ? this.#secureContext : null };
    if (proxyUrl === null) return { kind: 'pool', dispatcher: directAgent(settings) };
    return isTls ? { kind: 'pool', dispatcher: tunnelAgent(proxyUrl, settings) } : { kind: 'forward', ...forwardProxy(proxyUrl, settings) };
  }
}

/** One request: undici's handler on one side, the call that the exchange holds on the other. */
class Call implements UpstreamCall, Dispatcher.DispatchHandler {
  readonly #handler: UpstreamHandler;
  #controller: Dispatcher.DispatchController | null = null;
  #isOver = false;

  constructor(handler: UpstreamHandler) {
    this.#handler = handler;
  }

  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#controller?.abort(new Error('given up'));
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while the connection was still being made.
    if (this.#isOver) controller.abort(new Error('given up'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // 1xx answers come before the real one.
    if (this.#isOver || status < 200) return;
    this.#handler.onHead(status, rawStrings(controller.rawHeaders));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isOver) this.#handler.onData(chunk);
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handler.onError(error);
  }
}

function rawStrings(raw: Dispatcher.DispatchController['rawHeaders']): string[] {
  if (!Array.isArray(raw)) return [];
  const strings: string[] = [];
  for (const part of raw) strings.push(typeof part === 'string' ? part : part.toString('latin1'));
  return strings;
}

function bodyOf(pieces: readonly Buffer[], onSent: (() => void) | undefined): Buffer | AsyncIterable<Buffer> {
  let bytes = 0;
  for (const piece of pieces) bytes += piece.length;
  const limitBytes = pieces.some(({ length }) => length >= FILLS_SOCKET_BYTES) ? JOINED_BYTES : JOINED_IF_SMALL_PIECES_BYTES;
  if (bytes > limitBytes) return handOver([...pieces], onSent);
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (only !== undefined) return only;
  const joined = Buffer.concat(pieces, bytes);
  onSent?.();
  return joined;
}

/**
 * Yields each piece once; after that only the socket holds it. undici comes back for more when the socket has room again: behind a piece
 * that fills it, all before it and itself have been written by then, or the connection is closed. Smaller pieces behind the last one
 * of those may still be on their way, so they go as a copy, in one write.
 */
async function* handOver(pieces: Buffer[], onSent: (() => void) | undefined): AsyncGenerator<Buffer> {
  let left = pieces.findLastIndex(({ length }) => length >= FILLS_SOCKET_BYTES) + 1;
  const isCertain = onSent !== undefined && left > 0;
  if (!isCertain) left = pieces.length;
  for (; left > 0; left -= 1) {
    const next = pieces.shift();
    if (next !== undefined && next.length > 0) yield next;
  }
  const rest = Buffer.concat(pieces);
  if (rest.length > 0) yield rest;
  if (isCertain) onSent();
}

function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (name === 'localhost' || name === '[::1]' || name.endsWith('.localhost')) return true;
  return isIP(name) === 4 && name.startsWith('127.');
}
