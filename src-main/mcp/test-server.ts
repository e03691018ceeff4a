/**
 * The test of one MCP server: starts or reaches it as a client does, greets it, asks what it offers, and ends it. It costs what the
 * server's own start costs, and calls no tool. Runs on a thread of its own, since the SDK takes some 200 ms to load.
 */
import { stat } from 'node:fs/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpTest } from '../../src-shared/schemas/mcp-test.ts';
import type { Clock } from '../platform/clock.ts';
import { cancelledFailure, configurationFailure, explainTestFailure } from './test-failure.ts';
import { FolderMissing, TooLarge } from './test-faults.ts';
import { type ObservedFetch, observedFetch } from './test-fetch.ts';
import { askForLists, NO_OFFER } from './test-lists.ts';
import type { TestOrder } from './test-order.ts';
import { ProgramTransport, startFolder } from './test-program.ts';
import { secretRedaction } from './test-redaction.ts';

/** For a server to hear that its session ends, ms. */
const GOODBYE_MS = 500;

interface Route {
  readonly transport: Transport;
  readonly program: ProgramTransport | null;
  readonly http: ObservedFetch | null;
  /** Resolves when nothing is left of it. */
  readonly end: () => Promise<void>;
}

/** Never rejects: whatever is wrong is the result. Resolves when the server's process is gone. */
export async function testServer(order: TestOrder, clock: Clock, signal: AbortSignal): Promise<McpTest> {
  const startedMs = clock.monotonicMs();
  const progress: Progress = { stage: order.config.type === 'stdio' ? 'start' : 'connect', server: null, protocol: null, offer: NO_OFFER };
  const finish = (error: McpTest['error'], stderr: string): McpTest => ({
    isOk: error === null,
    stage: error === null ? 'done' : progress.stage,
    error,
    server: progress.server,
    protocol: progress.protocol,
    ...progress.offer,
    tookMs: Math.round(clock.monotonicMs() - startedMs),
    stderr,
  });
  if (signal.aborted) return finish(cancelledFailure(), '');
  const url = order.config.type === 'stdio' ? null : URL.parse(order.config.url);
  if (order.config.type !== 'stdio' && url === null) {
    progress.stage = 'configuration';
    return finish(configurationFailure('its URL is not a valid URL'), '');
  }
  const redact = secretRedaction(order.secrets);
  const route = routeTo(order, url, clock);
  const { error, interrupted } = await limited((fail) => converse(order, route, progress, fail), { clock, signal, timeoutMs: order.timeoutMs });
  // What it wrote before it is made to end: the rest would be about that.
  const end = route.program?.end ?? null;
  const took = finish(null, '').tookMs;
  await route.end();
  const stderr = route.program?.stderr.shown(redact) ?? '';
  if (error === null && interrupted === null) return { ...finish(null, stderr), tookMs: took };
  const program = route.program === null ? null : { end, noise: route.program.noise.shown(redact) };
  const { config, timeoutMs } = order;
  const observed = route.http?.last() ?? null;
  // The address answered: what came of it is about the greeting.
  if (progress.stage === 'connect' && observed?.kind === 'answer') progress.stage = 'initialize';
  const { stage } = progress;
  const failure = explainTestFailure({ config, stage, error, interrupted, timeoutMs, program, observed, redact });
  return { ...finish(failure, stderr), tookMs: took };
}

/** What is known so far. */
interface Progress {
  stage: McpTest['stage'];
  server: McpTest['server'];
  protocol: McpTest['protocol'];
  offer: Pick<McpTest, 'tools' | 'resources' | 'prompts' | 'cut'>;
}

function routeTo(order: TestOrder, url: URL | null, clock: Clock): Route {
  const { config, folder } = order;
  if (config.type === 'stdio' || url === null) {
    if (config.type !== 'stdio') throw new TypeError('an HTTP server has a URL');
    const program = new ProgramTransport({ config, folder, clock });
    return { transport: program, program, http: null, end: () => program.close() };
  }
  const http = observedFetch(order);
  const options = { fetch: http.fetch, requestInit: { headers: config.headers } };
  const transport = config.type === 'http' ? new StreamableHTTPClientTransport(url, options) : new SSEClientTransport(url, options);
  const end = async () => {
    if (transport instanceof StreamableHTTPClientTransport) await sayGoodbye(transport, clock);
    await transport.close();
    await http.close();
  };
  return { transport, program: null, http, end };
}

/** Ends the session on the server, if it opened one and cares. */
async function sayGoodbye(transport: StreamableHTTPClientTransport, clock: Clock): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const cancel = clock.setTimer(GOODBYE_MS, resolve);
  // A server that does not know how is no worse for it.
  await Promise.race([transport.terminateSession().catch(() => undefined), late]);
  cancel();
}

async function converse(
  { config, folder, version, secrets, timeoutMs }: TestOrder,
  { transport }: Route,
  progress: Progress,
  fail: (error: Error) => void,
): Promise<void> {
  if (config.type === 'stdio') await checkFolder(startFolder(config, folder));
  const client = new Client({ name: 'code-proxy', version }, {});
  client.onerror = (error) => {
    if (error instanceof TooLarge) fail(error);
  };
  follow(transport, progress, config.type === 'stdio');
  // The SDK's own limit of a request shall not come before ours.
  await client.connect(transport, { timeout: timeoutMs * 2 });
  const { name, version: serverVersion } = client.getServerVersion() ?? { name: '', version: '' };
  progress.server = { name, version: serverVersion };
  progress.stage = 'list';
  progress.offer = await askForLists(client, secretRedaction(secrets));
}

/** Notes when the program runs, and which version of MCP was agreed on. */
function follow(transport: Transport, progress: Progress, isProgram: boolean): void {
  const start = transport.start.bind(transport);
  const setVersion = transport.setProtocolVersion?.bind(transport);
  transport.start = async () => {
    await start();
    if (isProgram) progress.stage = 'initialize';
  };
  transport.setProtocolVersion = (version) => {
    progress.protocol = version;
    setVersion?.(version);
  };
}

async function checkFolder(path: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new FolderMissing(path);
}

interface Outcome {
  /** Null: it went well, or was interrupted. */
  readonly error: unknown;
  readonly interrupted: 'timed-out' | 'cancelled' | null;
}

interface Limits {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Whatever comes first: the end of the work, its failure, the limit, or the user. What the work does afterwards is of no interest. */
async function limited(work: (fail: (error: Error) => void) => Promise<void>, { clock, signal, timeoutMs }: Limits): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const cancelLimit = clock.setTimer(timeoutMs, () => resolve({ error: null, interrupted: 'timed-out' }));
  const giveUp = () => resolve({ error: null, interrupted: 'cancelled' });
  const fail = (error: unknown) => resolve({ error, interrupted: null });
  signal.addEventListener('abort', giveUp, { once: true });
  work(fail).then(() => resolve({ error: null, interrupted: null }), fail);
  const outcome = await promise;
  cancelLimit();
  signal.removeEventListener('abort', giveUp);
  return outcome;
}
