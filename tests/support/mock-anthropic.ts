/**
 * A scripted Messages API for the real client: one server, one scenario at a time, and a record of every request. The
 * scenarios are those whose effect on Claude Code was measured.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export interface Scenario {
  readonly mode: 'ok' | 'status' | 'midstream-drop' | 'midstream-eof' | 'sse-error' | 'html' | 'tool-use' | 'slow' | 'big';
  /** How many requests for messages get the fault; the rest are answered well. Left out: all. */
  readonly times?: number;
  /** For `status`. */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Reply of a good answer. */
  readonly text?: string;
  /** Text deltas before a `midstream-drop`, `midstream-eof` or `sse-error`. */
  readonly after?: number;
  /** For `slow`: from the headers to the first event, ms. */
  readonly firstByteMs?: number;
  /** Before the headers, ms. */
  readonly delayMs?: number;
  /** What is sent meanwhile, every 50 ms. */
  readonly meanwhile?: 'pings' | 'comments';
  /** For `big`: number of deltas of 100 characters. */
  readonly deltas?: number;
  readonly tool?: { readonly name: string; readonly input: object };
}

const bodySchema = z.looseObject({
  model: z.string().optional(),
  stream: z.boolean().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })).optional(),
  tools: z.array(z.looseObject({ name: z.string().optional() })).optional(),
  output_config: z
    .looseObject({ format: z.looseObject({ schema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) }).optional() })
    .optional(),
});
type Body = z.infer<typeof bodySchema>;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  /** As received. */
  readonly bytes: Buffer;
  readonly body: Body;
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};
export const DEFAULT_TEXT = 'hi from mock';
const TOOL_DONE_TEXT = 'tool done';

export class MockAnthropic {
  readonly #server: Server;
  #scenario: Scenario = { mode: 'ok' };
  #faults = 0;
  #toolWasAsked = false;
  #seen: SeenRequest[] = [];
  #outside: string[] = [];
  #url = '';

  constructor() {
    this.#server = createServer((request, response) => {
      // A connection that broke meanwhile has nobody to answer.
      this.#handle(request, response).catch(() => response.destroy());
    });
    // A client that uses this server as its outbound proxy shows which outside hosts it wants; all are refused.
    this.#server.on('connect', (request, socket) => {
      this.#outside.push(request.url ?? '');
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(this.#server.address()).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  get url(): string {
    return this.#url;
  }

  /** Begins a scenario; everything that was seen is forgotten. */
  play(scenario: Scenario): void {
    this.#scenario = scenario;
    this.#faults = 0;
    this.#toolWasAsked = false;
    this.#seen = [];
    this.#outside = [];
  }

  /** Requests to `/v1/messages`. */
  get messages(): readonly SeenRequest[] {
    return this.#seen.filter((request) => request.path === '/v1/messages');
  }

  get seen(): readonly SeenRequest[] {
    return this.#seen;
  }

  /** Outside hosts that were asked for through this server as a proxy. */
  get outside(): readonly string[] {
    return this.#outside;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readAll(request);
    const { pathname, search } = new URL(request.url ?? '/', 'http://mock');
    const body = bodySchema.parse(bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8')));
    this.#seen.push({ method: request.method ?? '', path: pathname, query: search, headers: request.headers, bytes, body });
    if (pathname === '/v1/messages') return this.#answer(request, response, body);
    if (pathname === '/v1/messages/count_tokens') return sendJson(response, 200, { input_tokens: Math.ceil(bytes.length / 4) });
    return sendError(response, 404, 'no such path');
  }

  async #answer(request: IncomingMessage, response: ServerResponse, body: Body): Promise<void> {
    const scenario = this.#nextStep();
    if (scenario.delayMs !== undefined) await sleep(scenario.delayMs, undefined, { ref: false });
    if (scenario.mode === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>not an API</title>');
      return;
    }
    if (scenario.mode === 'status') return sendError(response, scenario.status ?? 500, scenario.message ?? 'mock fault', scenario.headers);
    const toolUse = this.#toolUse(scenario, body);
    const text = sideAnswer(body) ?? (hasToolResult(body) ? TOOL_DONE_TEXT : (scenario.text ?? DEFAULT_TEXT));
    if (body.stream !== true)
      return sendJson(response, 200, {
        ...envelope(body),
        content: [toolUse ?? { type: 'text', text }],
        stop_reason: toolUse === null ? 'end_turn' : 'tool_use',
      });
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_mock' });
    response.flushHeaders();
    if (scenario.mode === 'slow') await waitBusily(response, scenario);
    send(response, 'message_start', { message: { ...envelope(body), content: [], stop_reason: null } });
    const pieces =
      scenario.mode === 'big'
        ? Array.from({ length: scenario.deltas ?? 1_000 }, (_, index) => `${index} `.padEnd(100, 'y'))
        : (text.match(/\S+\s*/g) ?? ['']);
    const deltas =
      toolUse === null
        ? pieces.map((piece) => ({ type: 'text_delta', text: piece }))
        : [{ type: 'input_json_delta', partial_json: JSON.stringify(toolUse.input) }];
    send(response, 'content_block_start', { index: 0, content_block: toolUse === null ? { type: 'text', text: '' } : { ...toolUse, input: {} } });
    for (const [index, delta] of deltas.entries()) {
      if (index === (scenario.after ?? 2) && breakOff(scenario, request, response)) return;
      if (!send(response, 'content_block_delta', { index: 0, delta })) await drained(response);
    }
    send(response, 'content_block_stop', { index: 0 });
    send(response, 'message_delta', {
      delta: { stop_reason: toolUse === null ? 'end_turn' : 'tool_use', stop_sequence: null },
      usage: { output_tokens: deltas.length },
    });
    send(response, 'message_stop', {});
    response.end();
  }

  /** The scenario for this request: the fault while there are some left, then a good answer. */
  #nextStep(): Scenario {
    this.#faults += 1;
    return this.#faults <= (this.#scenario.times ?? Number.POSITIVE_INFINITY) ? this.#scenario : { ...this.#scenario, mode: 'ok' };
  }

  #toolUse(scenario: Scenario, body: Body): { type: 'tool_use'; id: string; name: string; input: object } | null {
    const { tool } = scenario;
    const isOffered = body.tools?.some((one) => one.name === tool?.name) === true;
    if (scenario.mode !== 'tool-use' || tool === undefined || this.#toolWasAsked || !isOffered || hasToolResult(body)) return null;
    this.#toolWasAsked = true;
    return { type: 'tool_use', id: 'toolu_mock1', name: tool.name, input: tool.input };
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function envelope(body: Body): object {
  const usage = { input_tokens: 100, cache_creation_input_tokens: 0, cache_read_input_tokens: 900, output_tokens: 1 };
  return { id: 'msg_mock', type: 'message', role: 'assistant', model: body.model ?? 'mock', stop_sequence: null, usage };
}

/** Claude Code asks small side questions, such as a title for the session, with a JSON schema. */
function sideAnswer(body: Body): string | null {
  const properties = body.output_config?.format?.schema.properties;
  return properties === undefined ? null : JSON.stringify(Object.fromEntries(Object.keys(properties).map((key) => [key, 'mock'])));
}

function hasToolResult(body: Body): boolean {
  return JSON.stringify(body.messages?.at(-1)?.content ?? '').includes('"tool_result"');
}

function send(response: ServerResponse, type: string, data: object): boolean {
  return response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

/** Silence, or something that says nothing, until the first event is due. */
async function waitBusily(response: ServerResponse, { firstByteMs = 1_000, meanwhile }: Scenario): Promise<void> {
  const say = () => void (meanwhile === 'pings' ? send(response, 'ping', {}) : response.write(': keepalive\n\n'));
  const timer = meanwhile === undefined ? null : setInterval(say, 50);
  await sleep(firstByteMs, undefined, { ref: false });
  if (timer !== null) clearInterval(timer);
}

/** Ends a stream in its middle; false when the scenario does not. */
function breakOff({ mode }: Scenario, request: IncomingMessage, response: ServerResponse): boolean {
  switch (mode) {
    case 'midstream-drop':
      dropAfterFlush(request, response);
      return true;
    case 'midstream-eof':
      response.end();
      return true;
    case 'sse-error':
      send(response, 'error', { error: { type: 'api_error', message: 'mock fault' } });
      response.end();
      return true;
    default:
      return false;
  }
}

/** What was written reaches the client before the connection breaks. */
function dropAfterFlush(request: IncomingMessage, response: ServerResponse): void {
  response.write(': last words\n\n', () => request.socket.resetAndDestroy());
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_mock', ...headers });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, status: number, message: string, headers: Readonly<Record<string, string>> = {}): void {
  sendJson(response, status, { type: 'error', error: { type: ERROR_TYPES[status] ?? 'api_error', message } }, headers);
}
