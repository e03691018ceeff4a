/**
 * An exchange with nobody: right after the start a request of our own goes through a listener of its own to an endpoint of its
 * own, all on this machine. What is loaded, opened or compiled with a first exchange is then there before the first client
 * comes. Nothing of it is recorded, audited, logged or counted (decision 0156).
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { Protocol } from '../../src-shared/schemas/endpoint.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/logger.ts';
import { Secret } from '../platform/secret.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { writeSseEvent } from '../sse/sse-writer.ts';
import type { ProxyEndpoint, ProxySettings } from './ports.ts';
import { ProxyServer } from './proxy-server.ts';
import { RestRegister } from './rest-register.ts';
import { UpstreamClient } from './upstream-client.ts';

/** Enough for the way of large bodies. More, or more rounds, would save little and leave 15 to 20 MB behind. */
const BODY_LINES = 1_400;
/** Longer than it can take; a rehearsal that hangs is given up, ms. */
const LIMIT_MS = 2_000;
const LOOPBACK = '127.0.0.1';

const SETTINGS: ProxySettings = {
  allowedHosts: [],
  maxRetries: 0,
  restLimitMs: 0,
  apiTimeoutMs: LIMIT_MS,
  connectTimeoutMs: LIMIT_MS,
  firstByteTimeoutMs: LIMIT_MS,
  idleTimeoutMs: LIMIT_MS,
};

const USAGE = { input_tokens: 1, output_tokens: 1 };
const ANSWER = Buffer.concat(
  [
    { type: 'message_start', message: { id: 'rehearsal', type: 'message', role: 'assistant', model: 'rehearsal', content: [], usage: USAGE } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hi' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: USAGE },
    { type: 'message_stop' },
  ].map((event) => writeSseEvent(event.type, JSON.stringify(event))),
);

export interface RehearsalOptions {
  readonly protocols: (protocol: Protocol) => ProtocolAdapter;
  /** Given up at once when this is aborted. */
  readonly signal: AbortSignal;
  /** For tests; left out: the system's clock. */
  readonly clock?: Clock;
}

/** @returns Whether the answer came as it should. Rejects when it could not be done, or was given up. */
export async function rehearse({ protocols, signal, clock = systemClock }: RehearsalOptions): Promise<boolean> {
  await using undo = new AsyncDisposableStack();
  const token = randomUUID();
  const endpoint = createServer((request, response) => {
    response.on('error', () => undefined);
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(ANSWER));
  });
  const endpointUrl = await listen(endpoint);
  undo.defer(() => close(endpoint));
  const upstream = new UpstreamClient({ connectTimeoutMs: LIMIT_MS, proxyFor: () => null, extraCaPem: null });
  undo.defer(() => upstream.stop());
  const endpoints = [endpointAt(endpointUrl)];
  const server = new ProxyServer({
    instanceId: 'rehearsal',
    endpoints: { enabled: () => endpoints, defaultModels: () => ({}) },
    tokens: { match: (presented) => (presented === token ? { name: 'rehearsal' } : null) },
    settings: () => SETTINGS,
    observer: { started: () => undefined, attempted: () => undefined, progressed: () => undefined, finished: () => undefined },
    rests: new RestRegister({ clock }),
    upstream,
    protocols,
    clock,
    logger: silentLogger,
  });
  const { host, port } = await server.start({ host: LOOPBACK, port: 0 });
  undo.defer(() => server.stop({ graceMs: 0 }));
  signal.throwIfAborted();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  return await ask(`http://${host}:${port}`, token, limited);
}

function endpointAt(baseUrl: string): ProxyEndpoint {
  return {
    id: 'rehearsal',
    name: 'rehearsal',
    baseUrl,
    protocol: 'anthropic',
    authStyle: 'auto',
    credential: new Secret('rehearsal'),
    modelMap: { '*': 'rehearsal' },
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    revision: 1,
  };
}

/** @returns Whether the answer came whole. */
async function ask(url: string, token: string, signal: AbortSignal): Promise<boolean> {
  const content = 'a line of some file "quoted"\n'.repeat(BODY_LINES);
  const body = JSON.stringify({ model: 'claude-sonnet', max_tokens: 1, stream: true, messages: [{ role: 'user', content }] });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'rehearsal',
    'x-claude-code-session-id': '00000000-0000-4000-8000-000000000000',
  };
  const asked = httpRequest(`${url}/v1/messages?beta=true`, { method: 'POST', headers, signal });
  // Also when nobody waits any more: an error that nobody hears would end the process.
  asked.on('error', () => undefined);
  asked.end(body);
  const [answer] = await once(asked, 'response', { signal });
  let bytes = 0;
  for await (const chunk of answer) bytes += chunk.length;
  return answer.statusCode === 200 && bytes === ANSWER.length;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  return `http://${LOOPBACK}:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
