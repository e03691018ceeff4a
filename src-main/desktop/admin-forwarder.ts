/**
 * Carries the window's calls to the core's admin socket. The token stays in the main process: the renderer never sees it.
 *
 * When the renderer drops an answer, Electron cancels the response body but never fires `request.signal`. So the body's
 * `cancel` ends the request to the core here; without it every closed feed would stay open upstream.
 */
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AdminAddress } from './core-host.ts';

/** As much as the core accepts in one admin call. */
const MAX_BODY_BYTES = 1_048_576;
/** Request headers that the admin router reads. */
const FORWARDED_HEADERS = ['accept', 'content-type', 'last-event-id', 'trpc-accept', 'trpc-batch-mode', 'x-trpc-source'];
/** They belong to one connection, and the window has its own. */
const CONNECTION_HEADERS: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);
/** Statuses that the Response constructor refuses a body for. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

export class AdminForwarder {
  readonly #address: () => AdminAddress | null;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(address: () => AdminAddress | null) {
    this.#address = address;
  }

  /** Never rejects: what keeps the core from answering becomes a 502 or 503, so that the page can say it. */
  async forward(request: Request): Promise<Response> {
    const address = this.#address();
    if (address === null) return refusal(503, 'the core is not running');
    const body = Buffer.from(await request.arrayBuffer());
    if (body.length > MAX_BODY_BYTES) return refusal(413, 'the call is too large');
    const abort = new AbortController();
    request.signal.addEventListener('abort', () => abort.abort(), { once: true });
    try {
      const answer = await this.#send(request, body, address, abort.signal);
      const status = answer.statusCode ?? 502;
      if (WITHOUT_BODY.has(status)) answer.resume();
      return new Response(WITHOUT_BODY.has(status) ? null : bodyOf(answer, abort), { status, headers: headersOf(answer.headers) });
    } catch (error) {
      return refusal(502, `the core does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(request: Request, body: Buffer, address: AdminAddress, signal: AbortSignal): Promise<IncomingMessage> {
    const { pathname, search } = new URL(request.url);
    const headers: Record<string, string> = { host: 'localhost', authorization: `Bearer ${address.token}` };
    for (const name of FORWARDED_HEADERS) {
      const value = request.headers.get(name);
      if (value !== null) headers[name] = value;
    }
    return new Promise((resolve, reject) => {
      const options = { socketPath: address.socket, path: `${pathname}${search}`, method: request.method, headers, agent: this.#agent, signal };
      const upstream = httpRequest(options, resolve);
      upstream.on('error', reject);
      upstream.end(body);
    });
  }
}

function bodyOf(answer: IncomingMessage, abort: AbortController): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<unknown> = answer[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else if (value instanceof Uint8Array) controller.enqueue(value);
    },
    cancel() {
      abort.abort();
    },
  });
}

function headersOf(raw: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined || CONNECTION_HEADERS.has(name)) continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  return headers;
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { code: 'INSTANCE_UNREACHABLE', message } }, { status });
}
