/**
 * One scripted endpoint: an HTTP server on a random loopback port that speaks enough of the Messages API to be used like a
 * real one, with the speed and the faults of its behaviour.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { eventsOf, messageOf, type ScriptedAnswer, scriptAnswer, scriptedRequestSchema } from './scripted-answer.ts';
import { type Behaviour, type Fault, nextFault, pauseMs } from './scripted-behaviour.ts';
import { type Random, seededRandom } from './seeded-random.ts';

export interface ScriptedEndpointOptions {
  readonly behaviour: Behaviour;
  /** The only credential that is accepted, as `x-api-key` or Bearer. */
  readonly credential: string;
  readonly random: Random;
  /** Factor for all pauses; 1 is natural, 0 is none. */
  readonly tempo: number;
}

const MODELS = ['claude-opus-5-5', 'claude-sonnet-4-6', 'claude-haiku-4-5-20251001'];
const MAX_BODY_BYTES = 32 * 1_048_576;
const addressSchema = z.object({ port: z.number() });

export class ScriptedEndpoint {
  readonly #options: ScriptedEndpointOptions;
  readonly #server: Server;
  readonly #stopping = new AbortController();

  constructor(options: ScriptedEndpointOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      // A response that was closed meanwhile, by the client or by stop(), ends its script; there is nobody to tell.
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** @returns the base URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${addressSchema.parse(this.#server.address()).port}`;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const path = (request.url ?? '').split('?')[0];
    if (!this.#isAllowed(request)) return sendError(response, 401, 'authentication_error', 'invalid x-api-key');
    if (path === '/v1/models')
      return sendJson(response, 200, { data: MODELS.map((id) => ({ type: 'model', id, display_name: id })), has_more: false });
    if (path === '/v1/messages/count_tokens') return sendJson(response, 200, { input_tokens: Math.ceil(body.length / 4) });
    if (path !== '/v1/messages') return sendError(response, 404, 'not_found_error', 'no such path');
    const parsed = scriptedRequestSchema.safeParse(parseJson(body));
    if (!parsed.success) return sendError(response, 400, 'invalid_request_error', 'model: a string is required');
    if (parsed.data.max_tokens !== undefined && parsed.data.max_tokens < 1)
      return sendError(response, 400, 'invalid_request_error', 'max_tokens: must be at least 1');
    const { behaviour, tempo } = this.#options;
    // Chance of its own for each request, so that streams that run at the same time do not change each other's script.
    const random = seededRandom(this.#options.random() * 0x1_0000_0000);
    const fault = nextFault(behaviour, random);
    const answer = scriptAnswer(parsed.data, random);
    await this.#pause(pauseMs(behaviour.firstByteMs, random, tempo));
    if (fault?.kind === 'drop') return void request.socket.destroy();
    if (fault?.kind === 'status') return sendFault(response, fault);
    if (parsed.data.stream === true) return this.#stream(response, answer, { isCut: fault !== null, random });
    return sendJson(response, 200, messageOf(answer));
  }

  async #stream(
    response: ServerResponse,
    answer: ScriptedAnswer,
    { isCut, random }: { readonly isCut: boolean; readonly random: Random },
  ): Promise<void> {
    const { behaviour, tempo } = this.#options;
    const events = eventsOf(answer);
    const last = isCut ? Math.ceil(events.length / 2) : events.length;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'request-id': answer.id.replace('msg', 'req'),
    });
    for (const event of events.slice(0, last)) {
      if (response.destroyed) return;
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
      if (event.type === 'content_block_delta') await this.#pause(pauseMs(behaviour.pieceMs, random, tempo));
    }
    if (!isCut) return void response.end();
    // An empty write, so that what was written is with the client before the connection breaks.
    response.write('', () => response.destroy());
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.#stopping.signal, ref: false });
  }

  #isAllowed(request: IncomingMessage): boolean {
    const { credential } = this.#options;
    return request.headers['x-api-key'] === credential || request.headers.authorization === `Bearer ${credential}`;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new Error('the request is larger than 32 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @returns undefined for anything that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller answers 400.
    return undefined;
  }
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}): void {
  sendJson(response, status, { type: 'error', error: { type, message } }, headers);
}

function sendFault(response: ServerResponse, fault: Extract<Fault, { kind: 'status' }>): void {
  const headers = fault.retryAfterSeconds === null ? {} : { 'retry-after': `${fault.retryAfterSeconds}` };
  sendError(response, fault.status, fault.errorType, fault.message, headers);
}
