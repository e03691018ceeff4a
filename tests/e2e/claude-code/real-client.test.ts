/**
 * The real Claude Code client through the built proxy. It is fetched once from the npm registry; where that cannot be had the
 * suite is skipped and says why. Nothing else skips it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exchangeDetailSchema } from '../../../src-shared/schemas/exchange.ts';
import { BuiltProxy } from '../../support/built-proxy.ts';
import { refusedUrl } from '../../support/fake-endpoint.ts';
import { DEFAULT_TEXT, MockAnthropic, type Scenario } from '../../support/mock-anthropic.ts';
import { type ClaudeRun, runClaudeCode } from '../../support/run-claude-code.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const requestsSchema = z.object({ items: z.array(exchangeDetailSchema) });
const tokenSchema = z.object({ token: z.string() });

const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: the tests with the real Claude Code client, because ${client.why}\n\n`);

const FIRST_KEY = 'sk-first-upstream-key';
const SECOND_KEY = 'sk-second-upstream-key';
const HELLO = { code: 0, signal: null, out: `${DEFAULT_TEXT}\n` };
const BASH: Scenario = { mode: 'tool-use', tool: { name: 'Bash', input: { command: 'echo mock-$((40+2))', description: 'echo' } } };
const USE_BASH = ['-p', 'run it', '--allowedTools', 'Bash'];

let folder = '';
let homes = 0;
let token = '';
let proxy: BuiltProxy;
const mock = new MockAnthropic();

/** Runs the client against the proxy, or where `options` say. */
function claude(options: Partial<ClaudeRun> = {}) {
  homes += 1;
  const program = client.kind === 'found' ? client.path : '';
  return runClaudeCode({ program, home: join(folder, `home-${homes}`), baseUrl: options.baseUrl ?? proxy.url, token, trapUrl: mock.url, ...options });
}

/** A request of no client. */
async function askOnce(): Promise<Response> {
  const body = JSON.stringify({ model: 'claude-opus-4-1', max_tokens: 10, stream: true, messages: [{ role: 'user', content: 'hi' }] });
  const answer = await fetch(`${proxy.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json' },
    body,
  });
  await answer.text();
  return answer;
}

/** Exchanges for messages since the last call of `forget`, oldest first. */
async function exchanges() {
  const { items } = await proxy.json(requestsSchema, 'requests', '--limit', '100');
  return items.filter((item) => item.kind === 'messages' && !known.has(item.id)).reverse();
}
const known = new Set<string>();
async function forget(): Promise<void> {
  for (const item of (await proxy.json(requestsSchema, 'requests', '--limit', '100')).items) known.add(item.id);
}
const attemptsOf = (exchange: z.infer<typeof exchangeDetailSchema> | undefined) =>
  exchange?.attempts.map(({ endpoint, status, verdict, ruleId }) => ({ endpoint, status, verdict, ruleId }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'code-proxy-real-client-'));
  await mock.start();
});
afterAll(async () => {
  await mock.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe.skipIf(client.kind === 'missing')('Claude Code without a proxy, so that a failure below is not the kit’s', () => {
  it('says hello in one request and asks for nothing outside', async () => {
    mock.play({ mode: 'ok' });
    expect(await claude({ baseUrl: mock.url, token: 'any' })).toMatchObject(HELLO);
    expect(mock.messages).toHaveLength(1);
    expect(mock.outside).toEqual([]);
  });

  it('runs a tool', async () => {
    mock.play(BASH);
    expect(await claude({ baseUrl: mock.url, token: 'any', args: USE_BASH })).toMatchObject({ code: 0, out: 'tool done\n' });
    expect(mock.messages).toHaveLength(2);
  });

  it('asks again as a stream after a cut', async () => {
    mock.play({ mode: 'midstream-drop', times: 1 });
    expect(await claude({ baseUrl: mock.url, token: 'any' })).toMatchObject(HELLO);
    expect(mock.messages.map((request) => request.body.stream)).toEqual([true, true]);
  });
});

describe.skipIf(client.kind === 'missing')('Claude Code through Code Proxy', () => {
  beforeAll(async () => {
    proxy = new BuiltProxy(join(folder, 'data'));
    await proxy.start();
    ({ token } = await proxy.json(tokenSchema, 'token', 'show'));
    const added = await proxy.verb('endpoint', 'add', '--name', 'mock', '--url', mock.url, '--token', SECOND_KEY);
    expect(added).toMatchObject({ code: 0 });
  });

  afterAll(() => proxy.stop());

  beforeEach(async () => {
    mock.play({ mode: 'ok' });
    await proxy.verb('endpoint', 'restore', 'mock');
    await forget();
  });

  it('says hello: one request, with the endpoint’s credential in place of the local token', async () => {
    expect(await claude()).toMatchObject(HELLO);
    expect(mock.messages).toHaveLength(1);
    expect(mock.messages[0]).toMatchObject({ query: '?beta=true', headers: { authorization: `Bearer ${SECOND_KEY}` } });
    expect(mock.seen.some((request) => request.bytes.includes(token) || JSON.stringify(request.headers).includes(token))).toBe(false);
    expect(mock.outside).toEqual([]);
    const [exchange] = await exchanges();
    expect(exchange).toMatchObject({
      outcome: 'delivered',
      status: 200,
      isStream: true,
      family: 'opus',
      usage: { inputTokens: 100, cacheReadTokens: 900, source: 'reported' },
    });
    expect(exchange?.client).toMatch(/^claude-cli\/2\./);
  });

  it('takes the address and token from settings.json', async () => {
    const settings = JSON.stringify({ env: { ANTHROPIC_BASE_URL: proxy.url, ANTHROPIC_AUTH_TOKEN: token } });
    const env = { ANTHROPIC_BASE_URL: null, ANTHROPIC_AUTH_TOKEN: null };
    expect(await claude({ env, files: { '.claude/settings.json': settings } })).toMatchObject(HELLO);
  });

  it('runs a tool and sends its result back', async () => {
    mock.play(BASH);
    const result = await claude({ args: USE_BASH });
    expect(result).toMatchObject({ code: 0, out: 'tool done\n' });
    expect(JSON.stringify(mock.messages.at(-1)?.body.messages?.at(-1)?.content)).toContain('"mock-42"');
    expect((await exchanges()).map((exchange) => exchange.outcome)).toEqual(['delivered', 'delivered']);
  });

  it('streams a long answer without losing a byte', async () => {
    mock.play({ mode: 'big', deltas: 3_000 });
    const result = await claude();
    expect(result.code).toBe(0);
    expect(result.out.trimEnd()).toBe(
      Array.from({ length: 3_000 }, (_, index) => `${index} `.padEnd(100, 'y'))
        .join('')
        .trimEnd(),
    );
  });

  it('counts tokens for /context', async () => {
    expect(await claude({ args: ['-p', '/context'] })).toMatchObject({ code: 0, out: expect.stringContaining('Context Usage') });
  });

  it('keeps four clients at once apart', async () => {
    const results = await Promise.all([claude(), claude(), claude(), claude()]);
    for (const result of results) expect(result).toMatchObject(HELLO);
    expect(mock.messages).toHaveLength(4);
  });

  it('recovers from a stream that is cut in the middle, without doubled text', async () => {
    mock.play({ mode: 'midstream-drop', times: 1, text: 'one two three four five' });
    expect(await claude()).toMatchObject({ code: 0, out: 'one two three four five\n' });
    // The client asks again as a stream: it saw a broken connection and no error event.
    expect(mock.messages.map((request) => request.body.stream)).toEqual([true, true]);
    const [cut, whole] = await exchanges();
    expect(cut).toMatchObject({ outcome: 'stream_cut', attempts: [{ verdict: 'stop', ruleId: 'stream-cut' }] });
    expect(whole).toMatchObject({ outcome: 'delivered' });
  });

  it('hands a 400 on byte for byte, one attempt for each request of the client', async () => {
    mock.play({ mode: 'status', status: 400, message: 'mock says no' });
    const result = await claude();
    expect(result.code).toBe(1);
    expect(result.out).toMatch(/API Error: 400 .*mock says no/);
    const seen = await exchanges();
    expect(seen.length).toBe(mock.messages.length);
    for (const exchange of seen) {
      expect(exchange).toMatchObject({ outcome: 'client_fault', status: 400 });
      expect(attemptsOf(exchange)).toEqual([{ endpoint: 'mock', status: 400, verdict: 'deliver', ruleId: 'client-fault' }]);
    }
  });

  it('fails at once with a wrong local token: the client does not try again, and no endpoint is asked', async () => {
    const result = await claude({ token: 'not-the-token', args: ['-p', 'say hi', '--output-format', 'stream-json', '--verbose'] });
    expect(result).toMatchObject({ code: 1, out: expect.stringMatching(/"is_error":true.*403|403.*"is_error":true/) });
    expect(result.out).not.toContain('api_retry');
    expect(mock.seen).toEqual([]);
  });

  describe('with a first endpoint that fails', () => {
    const first = new MockAnthropic();
    beforeAll(() => first.start());
    afterAll(async () => {
      await first.stop();
      await proxy.verb('endpoint', 'remove', 'first');
    });

    /** Puts an endpoint of that URL in front of the healthy one. */
    async function putFirst(url: string): Promise<void> {
      await proxy.verb('endpoint', 'remove', 'first');
      expect(await proxy.verb('endpoint', 'add', '--name', 'first', '--url', url, '--token', FIRST_KEY)).toMatchObject({ code: 0 });
      expect(await proxy.verb('endpoint', 'move', 'first', '--to', '1')).toMatchObject({ code: 0 });
    }

    it('that refuses connections: the second answers, in one exchange with two attempts', async () => {
      await putFirst(await refusedUrl());
      expect(await claude()).toMatchObject(HELLO);
      expect(mock.messages).toHaveLength(1);
      // It rests now: the next request goes straight to the second. Not one of the client, whose start may take as long as the rest.
      expect((await askOnce()).status).toBe(200);
      const seen = await exchanges();
      expect(seen).toHaveLength(2);
      expect(seen[0]).toMatchObject({ outcome: 'delivered', status: 200, endpoint: 'mock', attemptCount: 2 });
      expect(attemptsOf(seen[0])).toEqual([
        { endpoint: 'first', status: null, verdict: 'try-next', ruleId: 'refused' },
        { endpoint: 'mock', status: 200, verdict: 'deliver', ruleId: 'success' },
      ]);
      expect(attemptsOf(seen[1])).toEqual([{ endpoint: 'mock', status: 200, verdict: 'deliver', ruleId: 'success' }]);
    });

    it.each([
      [529, 'overloaded'],
      [429, 'rate-limited'],
      [401, 'unauthorized'],
    ])('with %i: the client never hears of it', async (status, ruleId) => {
      await putFirst(first.url);
      first.play({ mode: 'status', status });
      expect(await claude()).toMatchObject(HELLO);
      expect([first.messages.length, mock.messages.length]).toEqual([1, 1]);
      expect(first.messages[0]?.headers.authorization).toBe(`Bearer ${FIRST_KEY}`);
      expect(attemptsOf((await exchanges())[0])).toEqual([
        { endpoint: 'first', status, verdict: 'try-next', ruleId },
        { endpoint: 'mock', status: 200, verdict: 'deliver', ruleId: 'success' },
      ]);
    });
  });
});
