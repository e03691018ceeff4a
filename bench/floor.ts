/**
 * What Node itself costs, as a contestant: the least that a proxy of the same kind can do on node:http and undici. It reads a
 * request whole (it could not be sent again otherwise), sends it on and relays the answer. It decides, checks and records nothing.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { z } from 'zod';
import { answerDelay } from './event-loop-delay.ts';

const origin = z.url().parse(process.argv[2]);
const LEFT_OUT: ReadonlySet<string> = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding']);
const agent = new Agent();

function relay(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    const options = { origin, path: request.url ?? '/', method: 'POST' as const, headers: crossing(request.rawHeaders), body: body ?? null };
    agent.dispatch(options, {
      onRequestStart: () => undefined,
      onResponseStart(controller, status) {
        const headers = Array.isArray(controller.rawHeaders) ? controller.rawHeaders.map(String) : [];
        response.writeHead(status, crossing(headers));
      },
      onResponseData: (_controller, chunk) => void response.write(chunk),
      onResponseEnd: () => void response.end(),
      onResponseError: () => void response.destroy(),
    });
  });
}

function crossing(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) => (index % 2 === 1 || LEFT_OUT.has(name.toLowerCase()) ? [] : [name, raw[index + 1] ?? '']));
}

const server = createServer({ noDelay: true, keepAliveTimeout: 120_000 }, relay);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: z.object({ port: z.number() }).parse(server.address()).port });
});
answerDelay();
process.on('disconnect', () => process.exit(0));
