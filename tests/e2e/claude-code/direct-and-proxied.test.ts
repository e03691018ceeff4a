/**
 * Every scenario of the client's measured behaviour twice: against the scripted endpoint, and with Code Proxy in between. Exit
 * code, text and number of requests are the same, or better with a reason. The proxy of each scenario runs in this process, alone
 * with its endpoint and with one retry (so that scenarios that fail for ever stay short).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusedUrl } from '../../support/fake-endpoint.ts';
import { DEFAULT_TEXT, MockAnthropic, type Scenario } from '../../support/mock-anthropic.ts';
import { type ClaudeRun, runClaudeCode } from '../../support/run-claude-code.ts';
import { LOCAL_TOKEN, startProxy } from '../../support/start-proxy.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: the tests with the real Claude Code client, because ${client.why}\n\n`);

/** Runs at a time: the client is a native program that needs a processor of its own for a second. */
const AT_ONCE = 6;
const MAX_RETRIES = 1;

interface Expected {
  readonly code: number;
  readonly text: RegExp | string;
  /** Requests that the endpoint saw, `s` streamed and `n` not. */
  readonly requests: string;
}

interface Row {
  readonly name: string;
  readonly scenario: Scenario;
  readonly run?: Partial<ClaudeRun>;
  readonly direct: Expected;
  /** What is different through the proxy, and why that is right; left out: nothing. */
  readonly proxied?: Partial<Expected> & { readonly why: string };
  /** The endpoint listens nowhere. */
  readonly isRefused?: boolean;
}

const retries = (count: number): Partial<ClaudeRun> => ({ env: { CLAUDE_CODE_MAX_RETRIES: String(count) } });
const ok = (requests: string): Expected => ({ code: 0, text: DEFAULT_TEXT, requests });
const fails = (text: RegExp, requests: string): Expected => ({ code: 1, text, requests });
const status = (code: number, more: Partial<Scenario> = {}): Scenario => ({ mode: 'status', status: code, ...more });
const BIG = Array.from({ length: 3_000 }, (_, index) => `${index} `.padEnd(100, 'y'))
  .join('')
  .trimEnd();
const BASH: Scenario = { mode: 'tool-use', tool: { name: 'Bash', input: { command: 'echo mock-$((40+2))', description: 'echo' } } };
const SKILL = { '.claude/skills/x/SKILL.md': '---\nname: x\ndescription: ZEBRAMARK\n---\nZEBRABODY\n' };

const ROWS: readonly Row[] = [
  { name: 'ok', scenario: { mode: 'ok' }, direct: ok('s') },
  { name: 'an API key', scenario: { mode: 'ok' }, run: { env: { ANTHROPIC_AUTH_TOKEN: null, ANTHROPIC_API_KEY: LOCAL_TOKEN } }, direct: ok('s') },
  {
    name: 'a tool',
    scenario: BASH,
    run: { args: ['-p', 'run it', '--allowedTools', 'Bash'] },
    direct: { code: 0, text: 'tool done', requests: 'ss' },
  },
  { name: 'a skill', scenario: { mode: 'ok' }, run: { files: SKILL }, direct: ok('s') },
  { name: 'without the attribution line', scenario: { mode: 'ok' }, run: { env: { CLAUDE_CODE_ATTRIBUTION_HEADER: '0' } }, direct: ok('s') },
  { name: '/context', scenario: { mode: 'ok' }, run: { args: ['-p', '/context'] }, direct: { code: 0, text: /Context Usage/, requests: '' } },
  { name: 'a long stream', scenario: { mode: 'big', deltas: 3_000 }, direct: { code: 0, text: BIG, requests: 's' } },
  { name: 'a slow first event', scenario: { mode: 'slow', firstByteMs: 1_500 }, direct: ok('s') },
  { name: 'slow headers', scenario: { mode: 'ok', delayMs: 1_500 }, direct: ok('s') },
  { name: 'pings before the first event', scenario: { mode: 'slow', firstByteMs: 1_000, meanwhile: 'pings' }, direct: ok('s') },
  { name: 'comments before the first event', scenario: { mode: 'slow', firstByteMs: 1_000, meanwhile: 'comments' }, direct: ok('s') },
  { name: '429 once, 1 s', scenario: status(429, { times: 1, headers: { 'retry-after': '1' } }), direct: ok('ss') },
  { name: '429 once, 3 s', scenario: status(429, { times: 1, headers: { 'retry-after': '3' } }), direct: ok('ss') },
  { name: '429 for 61 s', scenario: status(429, { headers: { 'retry-after': '61' } }), direct: fails(/429/, 's') },
  { name: '500 twice', scenario: status(500, { times: 2 }), direct: ok('sss') },
  { name: '503 once', scenario: status(503, { times: 1 }), direct: ok('ss') },
  { name: '529 twice', scenario: status(529, { times: 2 }), direct: ok('sss') },
  {
    name: '500 for ever',
    scenario: status(500),
    run: retries(1),
    direct: fails(/API Error/, 'ss'),
    proxied: { requests: 'ssss', why: 'alone, each of the client’s two tries is tried again once (1 + maxRetries)' },
  },
  {
    name: '529 for ever',
    scenario: status(529),
    direct: fails(/Repeated 529 Overloaded/, 'sss'),
    proxied: { requests: 'ssssss', why: 'alone, an overload is tried once more for each of the client’s three tries' },
  },
  {
    name: '500 that asks not to be retried',
    scenario: status(500, { headers: { 'x-should-retry': 'false' } }),
    direct: fails(/API Error/, 's'),
    proxied: { requests: 'ss', why: 'one try more of our own; then the header reaches the client, which gives up at once' },
  },
  { name: '400', scenario: status(400, { message: 'mock says no' }), direct: fails(/API Error: 400 .*mock says no/, 'ssssss') },
  {
    name: 'a prompt that is too long',
    scenario: status(400, { message: 'prompt is too long: 250000 tokens > 200000 maximum' }),
    direct: fails(/Prompt is too long/, 's'),
  },
  { name: '402', scenario: status(402), direct: fails(/402/, 's') },
  { name: '403', scenario: status(403), direct: fails(/403/, 's') },
  { name: '404', scenario: status(404), direct: fails(/issue with the selected model/, 'sn') },
  { name: '413', scenario: status(413), direct: fails(/Request too large/, 's') },
  {
    name: '401',
    scenario: status(401),
    run: retries(2),
    direct: fails(/Failed to authenticate\. API Error: 401/, 'sss'),
    proxied: {
      text: /Failed to authenticate\. API Error: 403.*mock/,
      requests: 's',
      why: 'a 401 would be retried for three silent minutes, so it becomes a 403',
    },
  },
  { name: 'a stream that is cut', scenario: { mode: 'midstream-drop', times: 1 }, direct: ok('ss') },
  { name: 'a stream that ends early', scenario: { mode: 'midstream-eof', times: 1 }, direct: ok('ss') },
  { name: 'an error in the middle of a stream', scenario: { mode: 'sse-error', times: 1 }, direct: ok('sn') },
  {
    name: 'an error before any content',
    scenario: { mode: 'sse-error', times: 1, after: 0 },
    direct: ok('sn'),
  },
  {
    name: 'a web page',
    scenario: { mode: 'html' },
    run: retries(1),
    direct: fails(/empty or malformed response \(HTTP 200\)/, 'sn'),
    proxied: {
      text: /API Error: 502 .*HTML page/,
      requests: 'ss',
      why: 'the error names the endpoint and what it answered; no request without a stream',
    },
  },
  {
    name: 'a closed port',
    scenario: { mode: 'ok' },
    isRefused: true,
    run: retries(1),
    direct: fails(/Connection refused/, ''),
    proxied: { text: /API Error: 502 .*refused the connection/, why: 'the error names the endpoint' },
  },
];

interface Seen {
  readonly code: number | null;
  readonly out: string;
  readonly requests: string;
  readonly hasAskedOutside: boolean;
}

let folder = '';
const direct = new Map<string, Seen>();
const proxied = new Map<string, Seen>();

async function play(row: Row, isProxied: boolean): Promise<void> {
  const mock = new MockAnthropic();
  await mock.start();
  mock.play(row.scenario);
  const url = row.isRefused === true ? await refusedUrl() : mock.url;
  const proxy = isProxied ? await startProxy({ endpoints: [{ baseUrl: url, name: 'mock' }], settings: { maxRetries: MAX_RETRIES } }) : null;
  try {
    const home = join(folder, `${isProxied ? 'proxied' : 'direct'}-${ROWS.indexOf(row)}`);
    const program = client.kind === 'found' ? client.path : '';
    const run = await runClaudeCode({ program, home, baseUrl: proxy?.url ?? url, token: LOCAL_TOKEN, trapUrl: mock.url, ...row.run });
    const requests = mock.messages.map(({ body }) => (body.stream === true ? 's' : 'n')).join('');
    (isProxied ? proxied : direct).set(row.name, { code: run.code, out: run.out.trimEnd(), requests, hasAskedOutside: mock.outside.length > 0 });
  } finally {
    await proxy?.stop();
    await mock.stop();
  }
}

beforeAll(async () => {
  if (client.kind === 'missing') return;
  folder = await mkdtemp(join(tmpdir(), 'code-proxy-direct-and-proxied-'));
  const waiting = ROWS.flatMap((row) => [() => play(row, false), () => play(row, true)]);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

describe.skipIf(client.kind === 'missing')('Claude Code', () => {
  it.each(ROWS)('directly: $name', (row) => {
    expectRun(direct.get(row.name), row.direct);
  });

  it.each(ROWS)('through Code Proxy: $name', (row) => {
    expectRun(proxied.get(row.name), { ...row.direct, ...row.proxied });
  });
});

function expectRun(seen: Seen | undefined, { code, text, requests }: Expected): void {
  expect(seen).toMatchObject({ code, requests, hasAskedOutside: false });
  if (typeof text === 'string') expect(seen?.out).toBe(text);
  else expect(seen?.out).toMatch(text);
}
