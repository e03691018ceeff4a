/**
 * The endpoint of the benchmark, a process of its own. It reads and forgets request bodies and answers at once, so that what is
 * measured is the way and not the endpoint. The query says what to answer: nothing special, or `stream=<events>&every=<ms>`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const USAGE = { input_tokens: 120, cache_creation_input_tokens: 800, cache_read_input_tokens: 24_000, output_tokens: 1 };
const MESSAGE = {
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'bench',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: USAGE,
};
const HEAD = event('message_start', { message: MESSAGE }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
const TAIL =
  event('content_block_stop', { index: 0 }) +
  event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 64 } }) +
  event('message_stop', {});
const delta = (text: string) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
/** A short streamed answer of 32 deltas, about 4 KB. */
const SHORT_ANSWER = Buffer.from(HEAD + Array.from({ length: 32 }, (_, index) => delta(`some words ${index} `)).join('') + TAIL);

const SSE_HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', 'request-id': 'req_bench' };
const streamSchema = z.object({ stream: z.coerce.number().int(), every: z.coerce.number() });

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => answer(request, response));
});

function answer(request: IncomingMessage, response: ServerResponse): void {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://bench').searchParams);
  const paced = streamSchema.safeParse(query);
  response.writeHead(200, SSE_HEADERS);
  if (paced.success) sendPaced(response, paced.data.stream, paced.data.every);
  else response.end(SHORT_ANSWER);
}

/** Each delta carries the time at which it was sent: the monotonic clock, which all processes of a machine share. */
function sendPaced(response: ServerResponse, events: number, everyMs: number): void {
  response.write(HEAD);
  let sent = 0;
  const startedAtMs = performance.now();
  const tick = () => {
    if (response.destroyed) return;
    if (sent === events) return void response.end(TAIL);
    sent += 1;
    response.write(delta(`@${process.hrtime.bigint()}@`));
    setTimeout(tick, Math.max(0, startedAtMs + (sent + 1) * everyMs - performance.now()));
  };
  // Streams that begin together must not tick together.
  setTimeout(tick, Math.random() * everyMs);
}

server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: z.object({ port: z.number() }).parse(server.address()).port });
});
process.on('disconnect', () => process.exit(0));
