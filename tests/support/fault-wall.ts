/** Plays one case of the fault wall: endpoints with scripts, one request, and everything that came of it in one flat object. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { ProxySettings } from '../../src-main/proxy/ports.ts';
import type { ProxyLimits } from '../../src-main/proxy/proxy-server.ts';
import { type DataPathFixture, HELLO } from './data-path-fixture.ts';
import { FakeClock } from './fake-clock.ts';
import type { FakeEndpoint, Step } from './fake-endpoint.ts';
import { LOCAL_TOKEN, type RunningProxy } from './start-proxy.ts';

export const CLAUDE_CODE = 'claude-cli/2.1.329 (external, cli)';
export const OTHER_CLIENT = 'other/1';

/** What a client saw, byte for byte. */
export interface ClientView {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** `whole`: the answer ended as HTTP says. `cut`: the connection broke before. */
  readonly ending: 'whole' | 'cut';
}

export interface AskOptions {
  readonly userAgent?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request and reads its answer to the end, whatever end that is. */
export function askRaw(port: number, body: string | Buffer, options: AskOptions = {}): Promise<ClientView> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${LOCAL_TOKEN}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': options.userAgent ?? OTHER_CLIENT,
      ...options.headers,
    };
    const path = options.path ?? '/v1/messages?beta=true';
    const request = httpRequest({ port, host: '127.0.0.1', path, method: 'POST', agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A broken connection shows in `complete`.
      response.on('error', () => undefined);
      response.on('close', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
          ending: response.complete ? 'whole' : 'cut',
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

export interface Case {
  /** One script per endpoint, first priority first; a string is a base URL where the test has put something itself. */
  readonly endpoints: readonly (readonly Step[] | string)[];
  /** Left out: a small streamed request. */
  readonly body?: object;
  readonly ask?: AskOptions;
  readonly settings?: Partial<ProxySettings>;
  readonly limits?: Partial<ProxyLimits>;
  /** Moves the clock by this much again and again until the exchange is over; left out: time stands still. */
  readonly stepMs?: number;
}

export interface Played {
  readonly client: ClientView;
  /** Requests that each endpoint saw; endpoints given as a URL are left out. */
  readonly tries: readonly number[];
  /** Per endpoint `rule scope ms`, with `-` for "until edited"; nothing where none rests. */
  readonly rests: readonly string[];
  readonly outcome: string | null;
  /** Per attempt `endpoint verdict rule`. */
  readonly attempts: readonly string[];
  readonly proxy: RunningProxy;
  readonly fakes: readonly FakeEndpoint[];
  readonly clock: FakeClock;
}

export async function play(path: DataPathFixture, given: Case): Promise<Played> {
  const clock = new FakeClock();
  const fakes: FakeEndpoint[] = [];
  const urls: string[] = [];
  for (const endpoint of given.endpoints) {
    if (typeof endpoint === 'string') urls.push(endpoint);
    else {
      const fake = await path.fake(...endpoint);
      fakes.push(fake);
      urls.push(fake.url);
    }
  }
  const proxy = await path.proxy({
    endpoints: urls,
    clock,
    settings: { maxRetries: 2, ...given.settings },
    ...(given.limits === undefined ? {} : { limits: given.limits }),
  });
  const asked = askRaw(proxy.port, JSON.stringify(given.body ?? HELLO), given.ask);
  const stopSteps = given.stepMs === undefined ? () => undefined : keepStepping(clock, given.stepMs);
  const [client, { exchange, attempts }] = await Promise.all([asked, proxy.finishedOne()]);
  stopSteps();
  return {
    client,
    tries: fakes.map(({ seen }) => seen.length),
    rests: urls.flatMap((_url, index) => restsOf(proxy, index + 1)),
    outcome: exchange.outcome,
    attempts: attempts.map(({ endpoint, verdict, ruleId }) => `${endpoint.replace('Endpoint ', '')} ${verdict} ${ruleId}`),
    proxy,
    fakes,
    clock,
  };
}

function restsOf(proxy: RunningProxy, number: number): string[] {
  return proxy.rests
    .stateOf(`endpoint-${number}`)
    .rests.map(({ ruleId, scope, startedAtMs, untilMs }) => `${number} ${ruleId} ${scope} ${untilMs === null ? '-' : untilMs - startedAtMs}`);
}

/** Turns of the event loop between two steps: more than a request needs on its way through client, proxy and endpoint and back. */
const TURNS_PER_STEP = 30;
/** For what does not happen in this process, ms. */
const STEP_MS = 5;

/** Counted in turns, because on a busy machine only a few of them fit into any span of time. */
function keepStepping(clock: FakeClock, stepMs: number): () => void {
  let isStopped = false;
  const step = async () => {
    while (!isStopped) {
      await sleep(STEP_MS);
      for (let turn = 0; turn < TURNS_PER_STEP; turn += 1) await nextTurn();
      if (!isStopped) clock.advance(stepMs);
    }
  };
  void step();
  return () => {
    isStopped = true;
  };
}
