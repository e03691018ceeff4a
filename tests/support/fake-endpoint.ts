/**
 * A scripted upstream service on a real socket. Each request takes the next step of the script; the last one repeats.
 *
 *   const busy = await FakeEndpoint.start([refuse(529), streamText('hello')]);
 *   busy.seen[0].body          what it was sent, byte for byte
 *   await busy.stop();
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Resolves when the connection was closed before the answer was complete. */
  readonly aborted: Promise<void>;
  /** Ms (monotonic) of that moment; null while it has not happened. */
  abortedAtMs: number | null;
}

/** How one request is answered. `gate` opens steps that wait (see `endpoint.open`). */
export type Step = (exchange: {
  readonly seen: SeenRequest;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
}) => void | Promise<void>;

export class FakeEndpoint {
  readonly seen: SeenRequest[] = [];
  /** Called when the head of a request has arrived. */
  onRequestBegan: () => void = () => undefined;
  readonly #server: Server;
  readonly #script: Step[];
  readonly #waiters: { count: number; resolve: () => void }[] = [];
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(script: readonly Step[]) {
    this.#script = [...script];
    this.#server = createServer((request, response) => this.#take(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(script: readonly Step[]): Promise<FakeEndpoint> {
    const endpoint = new FakeEndpoint(script);
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Further steps, after the ones that are left; the step that repeated so far no longer does. */
  append(...steps: Step[]): void {
    this.#script.push(...steps);
  }

  /** Replaces what is still to come. */
  script(...steps: Step[]): void {
    this.#script.splice(0, this.#script.length, ...steps);
    this.#next = 0;
  }

  /** Resolves when `count` requests have arrived whole. */
  arrived(count: number): Promise<void> {
    if (this.seen.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ count, resolve }));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    this.onRequestBegan();
    const chunks: Buffer[] = [];
    const aborted = Promise.withResolvers<void>();
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen: SeenRequest = {
        method: request.method ?? '',
        target: request.url ?? '',
        rawHeaders: request.rawHeaders,
        headers: request.headers,
        body: Buffer.concat(chunks),
        aborted: aborted.promise,
        abortedAtMs: null,
      };
      response.on('close', () => {
        if (response.writableFinished) return;
        seen.abortedAtMs = performance.now();
        aborted.resolve();
      });
      this.seen.push(seen);
      for (const waiter of this.#waiters.filter(({ count }) => count <= this.seen.length)) waiter.resolve();
      const step = this.#script[Math.min(this.#next, this.#script.length - 1)] ?? refuse(500);
      this.#next += 1;
      void step({ seen, request, response, socket: request.socket });
    });
  }
}

/**
 * A base URL where nothing listens: connections are refused. A fixed low port (the discard service's), since one that was only just
 * closed may be given to a server of another test, which would then see requests that are not its own.
 */
export async function refusedUrl(): Promise<string> {
  return 'http://127.0.0.1:9';
}

/** An error answer with an Anthropic body, unless another one is given. */
export function refuse(
  status: number,
  options: { headers?: Record<string, string>; body?: string | Buffer; type?: string; message?: string } = {},
): Step {
  return ({ response }) => {
    const type = options.type ?? ERROR_TYPES[status] ?? 'api_error';
    const body =
      options.body ?? JSON.stringify({ type: 'error', error: { type, message: options.message ?? `fake ${status}` }, request_id: 'req_fake' });
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake', ...options.headers });
    response.end(body);
  };
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** Any answer as given. */
export function answer(status: number, headers: Record<string, string | string[]>, body: string | Buffer): Step {
  return ({ response }) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** An HTML page with status 200, as captive portals and wrong URLs give. */
export const htmlPage: Step = answer(200, { 'content-type': 'text/html; charset=utf-8' }, '<!doctype html><html><body>Welcome</body></html>');

export interface StreamOptions {
  /** Text deltas; the default is one delta with the whole text. */
  readonly pieces?: readonly string[];
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** End after this many events. `cut`: reset the connection; `end`: close the answer cleanly; `silence`: stay silent. */
  readonly after?: { readonly events: number; readonly ending: 'cut' | 'end' | 'silence' };
  readonly encoding?: 'gzip' | 'br' | 'zstd';
  readonly headers?: Record<string, string>;
}

/** The events of a whole streamed message, as Anthropic sends them. */
export function streamEvents(text: string, options: StreamOptions = {}): string[] {
  const pieces = options.pieces ?? [text];
  const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  return [
    event('message_start', {
      type: 'message_start',
      message: {
        id: 'msg_fake',
        type: 'message',
        role: 'assistant',
        model: options.model ?? 'fake-model',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: options.inputTokens ?? 11, cache_read_input_tokens: 3, cache_creation_input_tokens: 2, output_tokens: 1 },
      },
    }),
    event('content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', { type: 'ping' }),
    ...pieces.map((piece) => event('content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } })),
    event('content_block_stop', { type: 'content_block_stop', index: 0 }),
    event('message_delta', {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: options.outputTokens ?? 7 },
    }),
    event('message_stop', { type: 'message_stop' }),
  ];
}

/** A streamed message, whole or broken off. */
export function streamText(text: string, options: StreamOptions = {}): Step {
  return async ({ response, socket }) => {
    const events = streamEvents(text, options);
    const { after } = options;
    const sent = after === undefined ? events : events.slice(0, after.events);
    const encodingHeader = options.encoding === undefined ? {} : { 'content-encoding': options.encoding };
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_fake', ...encodingHeader, ...options.headers });
    response.flushHeaders();
    if (options.encoding !== undefined) {
      response.end(compress(options.encoding, sent.join('')));
      return;
    }
    for (const event of sent) {
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(event, () => resolve()));
    }
    if (after === undefined || after.ending === 'end') response.end();
    else if (after.ending === 'cut') socket.resetAndDestroy();
  };
}

function compress(encoding: 'gzip' | 'br' | 'zstd', text: string): Buffer {
  if (encoding === 'gzip') return gzipSync(text);
  return encoding === 'br' ? brotliCompressSync(text) : zstdCompressSync(text);
}

/** A whole JSON message. */
export function jsonMessage(text: string, options: { readonly encoding?: 'gzip' | 'br' | 'zstd'; readonly model?: string } = {}): Step {
  const body = JSON.stringify({
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: options.model ?? 'fake-model',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 11, cache_read_input_tokens: 3, cache_creation_input_tokens: 2, output_tokens: 7 },
  });
  const headers = { 'content-type': 'application/json' };
  if (options.encoding === undefined) return answer(200, headers, body);
  return answer(200, { ...headers, 'content-encoding': options.encoding }, compress(options.encoding, body));
}

/** Takes the request and never answers. */
export const silence: Step = () => undefined;

/** Resets the connection before any byte of an answer. */
export const reset: Step = ({ socket }) => {
  socket.resetAndDestroy();
};

/** Sends part of an answer's head and closes. */
export const halfAHead: Step = ({ socket }) => {
  socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/ev');
};

/** A 200 head of a stream, and then nothing. */
export const headOnly: Step = ({ response }) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
};

/** An event stream with these bytes, written in the pieces given. */
export function rawStream(...pieces: (string | Buffer)[]): Step {
  return async ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const piece of pieces) await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    response.end();
  };
}
