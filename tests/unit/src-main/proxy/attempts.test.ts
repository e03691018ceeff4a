import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { Attempts } from '../../../../src-main/proxy/attempts.ts';
import { scanBody } from '../../../../src-main/proxy/body-scan.ts';
import { Candidates } from '../../../../src-main/proxy/candidates.ts';
import { ClientAnswer } from '../../../../src-main/proxy/client-answer.ts';
import type { DataPath } from '../../../../src-main/proxy/data-path.ts';
import { EndpointSlots } from '../../../../src-main/proxy/endpoint-slots.ts';
import { ExchangeEnding } from '../../../../src-main/proxy/exchange-ending.ts';
import type { ExchangeInput } from '../../../../src-main/proxy/exchange-input.ts';
import { ExchangeRecord } from '../../../../src-main/proxy/exchange-record.ts';
import { HeldBytes } from '../../../../src-main/proxy/held-bytes.ts';
import { HeldRequest } from '../../../../src-main/proxy/held-request.ts';
import { ModelCatalog } from '../../../../src-main/proxy/model-catalog.ts';
import { RestRegister } from '../../../../src-main/proxy/rest-register.ts';
import { RetrySleep } from '../../../../src-main/proxy/retry-sleep.ts';
import { SessionBindings } from '../../../../src-main/proxy/session-bindings.ts';
import { SizeLimits } from '../../../../src-main/proxy/size-limits.ts';
import { TurnTaking } from '../../../../src-main/proxy/turn-taking.ts';
import { UpstreamClient } from '../../../../src-main/proxy/upstream-client.ts';
import type { Attempt, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { HELLO, useDataPath } from '../../../support/data-path-fixture.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { refuse, streamText } from '../../../support/fake-endpoint.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

const { fake } = useDataPath();
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Rig {
  readonly attempts: Attempts;
  readonly ending: ExchangeEnding;
  readonly candidates: Candidates;
  readonly path: DataPath;
  readonly endpoints: DataPath['endpoints'];
}

/** One exchange whose order is in the hands of `act`; what the client and the record got. */
async function exchange(urls: readonly string[], act: (rig: Rig) => Promise<void>) {
  const clock = new FakeClock();
  const upstream = new UpstreamClient({ connectTimeoutMs: 5_000, proxyFor: () => null, extraCaPem: null });
  cleanups.push(() => upstream.stop());
  const endpoints = urls.map((url, index) => proxyEndpoint(url, index));
  const finished: { readonly exchange: ExchangeSummary; readonly attempts: readonly Attempt[] }[] = [];
  const path: DataPath = {
    instanceId: 'instance',
    endpoints: { enabled: () => endpoints, defaultModels: () => ({}) },
    settings: () => DEFAULT_SETTINGS.proxy,
    observer: {
      started: () => undefined,
      attempted: () => undefined,
      progressed: () => undefined,
      finished: (whole, attempts) => void finished.push({ exchange: whole, attempts }),
    },
    rests: new RestRegister({ clock }),
    bindings: new SessionBindings(clock),
    slots: new EndpointSlots({ clock }),
    catalog: new ModelCatalog(),
    sizes: new SizeLimits(clock),
    upstream,
    protocols: protocolAdapter,
    rules: () => DEFAULT_RULES,
    clock,
    logger: silentLogger,
    random: () => 0,
  };
  const answered = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    act(rigOf(path, inputOf(path, request, response))).then(answered.resolve, answered.reject);
  });
  server.listen(0, '127.0.0.1');
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  await once(server, 'listening');
  const address = server.address();
  const answer = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  const text = await answer.text();
  await answered.promise;
  server.closeAllConnections();
  return { status: answer.status, text, finished, path };
}

function inputOf(path: DataPath, request: IncomingMessage, response: ServerResponse): ExchangeInput {
  const body = Buffer.from(JSON.stringify(HELLO));
  const scan = scanBody(body);
  if (!scan.ok) throw new Error(scan.why);
  const held = new HeldBytes({ limitBytes: 1_000_000, clock: path.clock });
  const start = { id: 'x', startedAtMs: 1, method: 'POST', path: '/v1/messages', requestedModel: HELLO.model, client: null, localToken: 't' };
  return {
    kind: 'messages',
    family: 'sonnet',
    sessionId: 'session',
    clientStyle: 'bearer',
    acceptEncoding: undefined,
    request: new HeldRequest({ method: 'POST', path: '/v1/messages', query: '', rawHeaders: [], body, facts: scan.facts, held }),
    answer: new ClientAnswer({ request, response, exchangeId: 'x', clock: path.clock }),
    record: new ExchangeRecord(path.observer, {
      ...start,
      kind: 'messages',
      family: 'sonnet',
      isStream: true,
      sessionId: 'session',
      requestBytes: body.length,
    }),
  };
}

function rigOf(path: DataPath, input: ExchangeInput): Rig {
  const candidates = new Candidates(path, { ...input, requestedModel: input.request.requestedModel, sizeBytes: input.request.sizeBytes });
  const turns = new TurnTaking({ slots: path.slots, clock: path.clock, budgetMs: () => 0 });
  const attempts = new Attempts({ path, input, candidates, turns, sleeps: new RetrySleep(path.clock) });
  const ending = new ExchangeEnding({ path, input, candidates, failed: attempts.failed });
  return { attempts, ending, candidates, path, endpoints: path.endpoints };
}

it('counts tries, judges them, and lets the endpoint rest or serve', async () => {
  const [bad, good] = [await fake(refuse(429, { message: 'slow' })), await fake(streamText('hello'))];
  const { text, finished, path } = await exchange([bad.url, good.url], async ({ attempts, ending, endpoints }) => {
    const [first, second] = endpoints.enabled();
    if (first === undefined || second === undefined) throw new Error('two endpoints were meant to be there');
    const failed = await attempts.ask(first, endpoints.enabled(), false);
    if (failed === null) throw new Error('the request can be said');
    expect(failed.verdict).toMatchObject({ kind: 'try-next', ruleId: 'rate-limited' });
    attempts.remember(first, failed);
    const served = await attempts.ask(second, endpoints.enabled(), false);
    expect(served).toMatchObject({ end: { isCommitted: true, observation: { kind: 'success' } } });
    expect([...attempts.tries]).toEqual([
      ['endpoint-1', 1],
      ['endpoint-2', 1],
    ]);
    expect([...attempts.failed.keys()]).toEqual(['endpoint-1']);
    if (served !== null) ending.committed(served.end, served.verdict);
  });
  expect(text).toContain('message_stop');
  expect(finished).toMatchObject([{ exchange: { outcome: 'delivered', endpoint: 'Endpoint 2', attemptCount: 2 } }]);
  expect(path.rests.stateOf('endpoint-1').rests).toHaveLength(1);
  expect(path.bindings.endpointOf('session', 'sonnet')).toBe('endpoint-2');
});

it('tells the client the most useful of the failures, and records them', async () => {
  const bad = await fake(refuse(429, { message: 'slow down' }));
  const { status, text, finished } = await exchange([bad.url], async ({ attempts, ending, endpoints, candidates }) => {
    const [only] = endpoints.enabled();
    const order = candidates.orderNow();
    const failed = only === undefined ? null : await attempts.ask(only, endpoints.enabled(), false);
    if (only !== undefined && failed !== null) attempts.remember(only, failed);
    ending.failed(order);
  });
  expect(status).toBe(429);
  expect(text).toContain('slow down');
  expect(finished).toMatchObject([{ exchange: { outcome: 'failed', status: 429 } }]);
});

it('hands a fault of the request on as it came, and names the endpoint in the record', async () => {
  const bad = await fake(refuse(400, { message: 'max_tokens: too large' }));
  const { status, finished } = await exchange([bad.url], async ({ attempts, ending, endpoints }) => {
    const [only] = endpoints.enabled();
    const fault = only === undefined ? null : await attempts.ask(only, endpoints.enabled(), true);
    expect(fault?.verdict.kind).toBe('deliver');
    if (only !== undefined && fault !== null) ending.fault(only, fault.end);
  });
  expect(status).toBe(400);
  expect(finished).toMatchObject([{ exchange: { outcome: 'client_fault', error: 'Endpoint 1: max_tokens: too large' } }]);
});

it('is refused when it never got a place, and failed when it had tried', async () => {
  const never = await exchange(['http://127.0.0.1:1'], async ({ ending, endpoints }) => ending.overloaded(endpoints.enabled(), 0));
  expect(never.finished).toMatchObject([{ exchange: { outcome: 'refused', status: 529 } }]);
  const tried = await exchange(['http://127.0.0.1:1'], async ({ ending, endpoints }) => ending.overloaded(endpoints.enabled(), 1));
  expect(tried.finished).toMatchObject([{ exchange: { outcome: 'failed', status: 529 } }]);
});

it('answers and records a fault of our own, and an exchange that the stop of the app broke off', async () => {
  const broken = await exchange([], async ({ ending }) => ending.broken());
  expect(broken).toMatchObject({ status: 503, finished: [{ exchange: { outcome: 'failed', error: 'a fault inside Code Proxy; see its log' } }] });
  const stopped = await exchange([], async ({ ending }) => ending.unanswered(true));
  expect(stopped).toMatchObject({ status: 503, finished: [{ exchange: { outcome: 'interrupted' } }] });
});
