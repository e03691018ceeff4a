/**
 * A tiny MCP server over HTTP on loopback, written from the specification alone: streamable HTTP at /mcp (with JSON or, at /mcp-sse, with
 * events as answers), the older SSE pair at /sse, and addresses that go wrong in one way each.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const requestSchema = z.object({ id: z.union([z.number(), z.string()]).optional(), method: z.string(), params: z.looseObject({}).optional() });

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Of the message inside. */
  readonly rpc: string | null;
}

export class McpHttpServer {
  readonly url: string;
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  readonly #streams = new Map<string, ServerResponse>();

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(): Promise<McpHttpServer> {
    let self: McpHttpServer | null = null;
    const server = createServer((request, response) => void self?.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    self = new McpHttpServer(server, `http://127.0.0.1:${port}`);
    return self;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const body = await text(request).catch(() => '');
    const message = request.method === 'POST' && body.startsWith('{') ? requestSchema.parse(JSON.parse(body)) : null;
    this.seen.push({ method: request.method ?? '', path: pathname, headers: request.headers, rpc: message?.method ?? null });
    switch (pathname) {
      case '/mcp':
      case '/mcp-sse':
        this.#streamable(request, response, message, pathname === '/mcp-sse');
        return;
      case '/sse':
        this.#openSse(response);
        return;
      case '/messages':
        response.writeHead(202).end();
        this.#sendSse(searchParams.get('session') ?? '', message);
        return;
      case '/status':
        response.writeHead(Number(searchParams.get('code')), { 'content-type': 'text/plain' }).end(searchParams.get('say') ?? '');
        return;
      case '/elsewhere':
        response.writeHead(307, { location: 'http://127.0.0.1:1/mcp' }).end();
        return;
      case '/page':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
        return;
      case '/gibberish':
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":');
        return;
      case '/huge':
        response.writeHead(200, { 'content-type': 'application/json' });
        for (let count = 0; count < 20; count += 1) response.write(Buffer.alloc(1_024 * 1_024, 'x'));
        response.end();
        return;
      case '/silent':
        return;
      default:
        response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    }
  }

  #streamable(request: IncomingMessage, response: ServerResponse, message: z.infer<typeof requestSchema> | null, isEvents: boolean): void {
    if (request.method === 'DELETE') {
      response.writeHead(200).end();
      return;
    }
    if (message === null) {
      // The further stream is an offer that this server does not make.
      response.writeHead(405).end();
      return;
    }
    if (message.id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const answer = JSON.stringify(answerTo(message));
    const session = { 'mcp-session-id': 'session-1' };
    if (isEvents) response.writeHead(200, { 'content-type': 'text/event-stream', ...session }).end(`event: message\ndata: ${answer}\n\n`);
    else response.writeHead(200, { 'content-type': 'application/json', ...session }).end(answer);
  }

  #openSse(response: ServerResponse): void {
    const id = String(this.#streams.size + 1);
    this.#streams.set(id, response);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: endpoint\ndata: /messages?session=${id}\n\n`);
  }

  #sendSse(session: string, message: z.infer<typeof requestSchema> | null): void {
    if (message?.id === undefined) return;
    this.#streams.get(session)?.write(`event: message\ndata: ${JSON.stringify(answerTo(message))}\n\n`);
  }
}

function answerTo({ id, method, params }: z.infer<typeof requestSchema>) {
  const results: Readonly<Record<string, unknown>> = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'tiny-http', version: '2.0.0' } },
    'tools/list': { tools: [{ name: 'fetch_page', description: 'Fetches a page', inputSchema: { type: 'object' } }] },
  };
  const result = results[method];
  return result === undefined ? { jsonrpc: '2.0', id, error: { code: -32_601, message: `no ${method}` } } : { jsonrpc: '2.0', id, result };
}
