/** The endpoints of the soak: each answers by chance, from a seed, well or in one of the ways in which endpoints fail. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { between, pick, type Random } from '../../src-main/demo/seeded-random.ts';

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const USAGE = { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 5, output_tokens: 1 };

const KINDS_OF_FAULT = [
  'status-500',
  'status-529',
  'status-429',
  'status-400',
  'page-413',
  'reset',
  'half-head',
  'html',
  'empty',
  'error-event',
  'cut',
  'ended',
  'silence',
] as const;
type Fault = (typeof KINDS_OF_FAULT)[number];

export interface FaultyEndpointOptions {
  readonly random: Random;
  /** 0 to 1. */
  readonly faultShareRatio: number;
  /** Longest pause between two events of an answer, ms. */
  readonly longestPauseMs: number;
}

export class FaultyEndpoint {
  /** Requests that arrived, by the session that the client named. */
  readonly seen = new Map<string, number>();
  readonly #options: FaultyEndpointOptions;
  readonly #server: Server;

  constructor(options: FaultyEndpointOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      request.resume();
      request.on('end', () => {
        const session = String(request.headers['x-claude-code-session-id'] ?? '');
        this.seen.set(session, (this.seen.get(session) ?? 0) + 1);
        this.#answer(request, response, session).catch(() => response.destroy());
      });
    });
  }

  /** @returns Its base URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${z.object({ port: z.number() }).parse(this.#server.address()).port}`;
  }

  /** Ends connections that nobody uses at the moment. */
  closeIdle(): void {
    this.#server.closeIdleConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, session: string): Promise<void> {
    const { random, faultShareRatio } = this.#options;
    if (request.url?.includes('count_tokens') === true) return json(response, { input_tokens: 5 });
    const isStream = request.headers['x-soak-stream'] === '1';
    if (random() >= faultShareRatio) return isStream ? this.#stream(response, session, null) : json(response, whole(session));
    const fault = pick(random, KINDS_OF_FAULT);
    if (!isStream && (fault === 'error-event' || fault === 'cut' || fault === 'ended')) return refuse(response, 503);
    return this.#fail(fault, request, response, session);
  }

  async #fail(fault: Fault, request: IncomingMessage, response: ServerResponse, session: string): Promise<void> {
    switch (fault) {
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'half-head':
        request.socket.end('HTTP/1.1 200 OK\r\ncontent-ty');
        return;
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
        return;
      case 'empty':
        response.writeHead(200, { 'content-type': request.headers['x-soak-stream'] === '1' ? 'text/event-stream' : 'application/json' }).end();
        return;
      case 'page-413':
        response.writeHead(413, { 'content-type': 'text/html' }).end('<html>too large</html>');
        return;
      case 'error-event':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(event('error', { error: { type: 'overloaded_error', message: 'soak' } }));
        return;
      case 'silence':
        return;
      case 'cut':
      case 'ended':
        return this.#stream(response, session, fault);
      default:
        refuse(response, Number(fault.slice('status-'.length)));
    }
  }

  async #stream(response: ServerResponse, session: string, broken: 'cut' | 'ended' | null): Promise<void> {
    const { random, longestPauseMs } = this.#options;
    const deltas = Array.from({ length: between(random, 1, 30) }, () =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `[${session}] ` } }),
    );
    const events = [
      event('message_start', { message: { ...whole(session), content: [] } }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...deltas,
      event('content_block_stop', { index: 0 }),
      event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: deltas.length } }),
      event('message_stop', {}),
    ];
    const headers = { 'content-type': 'text/event-stream' };
    if (broken === null && random() < 0.05) {
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(events.join('')));
      return;
    }
    response.writeHead(200, headers);
    const last = broken === null ? events.length : between(random, 0, events.length - 1);
    for (const text of events.slice(0, last)) {
      if (response.destroyed) return;
      response.write(text);
      if (random() < 0.2) await sleep(between(random, 0, longestPauseMs));
    }
    if (broken === 'cut') response.socket?.resetAndDestroy();
    else response.end();
  }
}

function whole(session: string): object {
  return {
    id: 'msg_soak',
    type: 'message',
    role: 'assistant',
    model: 'soak',
    content: [{ type: 'text', text: `[${session}]` }],
    stop_reason: null,
    usage: USAGE,
  };
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  const type = status === 400 ? 'invalid_request_error' : 'api_error';
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 ? { 'retry-after': '1' } : {}) });
  response.end(JSON.stringify({ type: 'error', error: { type, message: 'soak' } }));
}
