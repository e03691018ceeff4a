/** What a real core records of tokens and cost, however the answer came, and what a recalculation makes of it. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '../../src-main/core-options.ts';
import type { EndpointInputRaw } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeDetail } from '../../src-shared/schemas/exchange.ts';
import { addEndpoint, coreFixture } from '../support/core-fixture.ts';
import { eventually } from '../support/eventually.ts';
import { answer, FakeEndpoint, jsonMessage, refusedUrl, type Step, streamText } from '../support/fake-endpoint.ts';

/** What the fake endpoints report: 11 input, 3 read, 2 written, 7 output. */
const REPORTED = { inputTokens: 11, cacheReadTokens: 3, cacheWrite5mTokens: 2, cacheWrite1hTokens: 0, outputTokens: 7, source: 'reported' };
/** At 4, 0.2, 5 and 20 dollars per million. */
const COST_MICRO_USD = Math.round(11 * 4 + 3 * 0.2 + 2 * 5 + 7 * 20);

async function coreWith(script: readonly Step[], endpoint: Partial<EndpointInputRaw> = {}) {
  const { core } = await coreFixture();
  await core.start();
  const fake = await FakeEndpoint.start(script);
  onTestFinished(() => fake.stop());
  await addEndpoint(core, { name: 'main', baseUrl: fake.url, ...endpoint });
  return { core, fake };
}

interface Asked {
  readonly isStream?: boolean;
  readonly path?: string;
  readonly model?: string;
  readonly content?: string;
}

async function ask(
  core: Core,
  { isStream = true, path = '/v1/messages', model = 'claude-opus-5-5', content = 'hi' }: Asked = {},
): Promise<ExchangeDetail> {
  const { url } = core.services.status().proxy;
  const headers = {
    authorization: `Bearer ${core.services.tokens.current()}`,
    'content-type': 'application/json',
    'x-claude-code-session-id': 'session-of-the-test',
    'accept-encoding': 'gzip, br, zstd',
  };
  const body = JSON.stringify({ model, max_tokens: 10, stream: isStream, messages: [{ role: 'user', content }] });
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  await response.text().catch(() => 'cut');
  const get = () => core.services.exchanges.get(response.headers.get('x-code-proxy-exchange') ?? '');
  // A client has a compressed answer whole before its last bytes are unpacked and counted here.
  await eventually(async () => (await get()).endedAtMs).not.toBeNull();
  return get();
}

const message = (usage: unknown) =>
  answer(200, { 'content-type': 'application/json' }, JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'x'.repeat(400) }], usage }));

describe('tokens and cost of an answer', () => {
  it.each<[string, Step, Asked]>([
    ['a stream', streamText('hello'), {}],
    ['a JSON answer', jsonMessage('hello'), { isStream: false }],
    ['a gzip stream', streamText('hello', { encoding: 'gzip' }), {}],
    ['a brotli stream', streamText('hello', { encoding: 'br' }), {}],
    ['a zstd stream', streamText('hello', { encoding: 'zstd' }), {}],
    ['gzip JSON', jsonMessage('hello', { encoding: 'gzip' }), { isStream: false }],
    ['brotli JSON', jsonMessage('hello', { encoding: 'br' }), { isStream: false }],
    ['zstd JSON', jsonMessage('hello', { encoding: 'zstd' }), { isStream: false }],
  ])('are recorded of %s', async (_what, step, asked) => {
    const { core } = await coreWith([step]);
    const exchange = await ask(core, asked);
    expect(exchange).toMatchObject({ outcome: 'delivered', usage: REPORTED, costMicroUsd: COST_MICRO_USD, unpricedAttempts: 0 });
    expect(exchange.attempts).toMatchObject([{ usage: REPORTED, costMicroUsd: COST_MICRO_USD }]);
  });

  it('are estimated, marked and priced when a stream is cut', async () => {
    const { core } = await coreWith([streamText('x'.repeat(400), { after: { events: 4, ending: 'cut' } })]);
    const exchange = await ask(core);
    expect(exchange).toMatchObject({ outcome: 'stream_cut', usage: { ...REPORTED, outputTokens: expect.any(Number), source: 'estimated' } });
    const outputTokens = exchange.usage?.outputTokens ?? 0;
    expect(outputTokens).toBeGreaterThan(80);
    expect(exchange.costMicroUsd).toBe(Math.round(11 * 4 + 3 * 0.2 + 2 * 5 + outputTokens * 20));
  });

  it('are estimated from the sizes when an answer names no usage', async () => {
    const { core } = await coreWith([message(undefined)]);
    const exchange = await ask(core, { isStream: false, content: 'y'.repeat(4_000) });
    expect(exchange.usage).toMatchObject({ source: 'estimated' });
    expect(exchange.usage?.inputTokens).toBeGreaterThan(1_000);
    expect(exchange.usage?.outputTokens).toBeGreaterThan(100);
    expect(exchange.costMicroUsd).toBeGreaterThan(1_000 * 4);
  });

  it('are unpriced, not free, for a model without a price, and free where the multiplier is 0', async () => {
    const { core } = await coreWith([streamText('hello')]);
    expect(await ask(core, { model: 'unheard-of' })).toMatchObject({ usage: REPORTED, costMicroUsd: null, unpricedAttempts: 1 });
    const { id } = core.services.endpoints.get('main');
    await core.services.endpoints.edit(id, { costMultiplier: 0 });
    expect(await ask(core)).toMatchObject({ usage: REPORTED, costMicroUsd: 0, unpricedAttempts: 0 });
    await core.services.endpoints.edit(id, { costMultiplier: 0.5 });
    expect(await ask(core)).toMatchObject({ costMicroUsd: Math.round(194.6 / 2) });
  });

  it('are none for a count of tokens, and for an attempt that failed', async () => {
    const { core } = await coreWith([answer(200, { 'content-type': 'application/json' }, '{"input_tokens":5000}')]);
    expect(await ask(core, { isStream: false, path: '/v1/messages/count_tokens' })).toMatchObject({
      usage: null,
      costMicroUsd: null,
      unpricedAttempts: 0,
    });
    const failing = await coreWith([streamText('hello')]);
    const { id } = await addEndpoint(failing.core, { name: 'down', baseUrl: await refusedUrl() });
    await failing.core.services.endpoints.move(id, 1);
    const exchange = await ask(failing.core);
    expect(exchange.attempts.map(({ endpoint, costMicroUsd }) => [endpoint, costMicroUsd])).toEqual([
      ['down', null],
      ['main', COST_MICRO_USD],
    ]);
    expect(exchange).toMatchObject({ costMicroUsd: COST_MICRO_USD, unpricedAttempts: 0 });
  });
});

describe('an endpoint that reports input with the cached part', () => {
  const report = (turn: number) => ({
    input_tokens: 20_000 + turn * 500,
    cache_read_input_tokens: turn === 0 ? 0 : 19_500 + turn * 500,
    cache_creation_input_tokens: turn === 0 ? 19_990 : 490,
    output_tokens: 7,
  });

  it('is noticed after a few answers, proposes the switch, and is right once that is on', async () => {
    const { core } = await coreWith([0, 1, 2, 3, 4, 5].map((turn) => message(report(turn))));
    const state = () => core.services.endpoints.get('main').state.usageProposal;
    for (let turn = 0; turn < 4; turn += 1) await ask(core, { isStream: false, content: 'z'.repeat(80_000 + turn * 300) });
    expect(state()).toBeNull();
    await ask(core, { isStream: false, content: 'z'.repeat(80_000 + 4 * 300) });
    expect(state()).toBe('input-includes-cache');
    await core.services.endpoints.edit(core.services.endpoints.get('main').id, { inputIncludesCache: true });
    expect(state()).toBeNull();
    const exchange = await ask(core, { isStream: false, content: 'z'.repeat(82_000) });
    expect(exchange.usage).toMatchObject({ inputTokens: 10, cacheReadTokens: 22_000, cacheWrite5mTokens: 490, source: 'reported' });
    expect(exchange.costMicroUsd).toBe(10 * 4 + 22_000 * 0.2 + 490 * 5 + 7 * 20);
  });
});

describe('a recalculation', () => {
  it('makes costs what they would be now, and the sums those of the raw rows', async () => {
    const { core } = await coreWith([streamText('hello')]);
    const { pricing, usage, endpoints } = core.services;
    const asked = [await ask(core), await ask(core, { model: 'my-model-1' }), await ask(core, { model: 'unheard-of' })];
    await pricing.set({ model: 'my-model-1', input: 1, output: 1 });
    await endpoints.edit(endpoints.get('main').id, { costMultiplier: 2 });
    const range = { sinceMs: 0, untilMs: Date.now() + 60_000 };
    const expected = { attempts: 3, changed: 2, newlyPriced: 1, newlyUnpriced: 0, costBeforeMicroUsd: COST_MICRO_USD, costAfterMicroUsd: 389 + 46 };
    expect(await usage.recalculate({ ...range, isDryRun: true })).toEqual({ ...expected, isDryRun: true });
    expect((await core.services.exchanges.get(asked[0]?.id ?? '')).costMicroUsd).toBe(COST_MICRO_USD);
    expect(await usage.recalculate({ ...range, isDryRun: false })).toEqual({ ...expected, isDryRun: false });
    const costs = await Promise.all(asked.map(async ({ id }) => (await core.services.exchanges.get(id)).costMicroUsd));
    expect(costs).toEqual([389, 46, null]);
    const { rows, totals } = await usage.report({ by: 'model', ...range, timeZone: 'UTC' });
    expect(Object.fromEntries(rows.map(({ key, costMicroUsd, unpricedAttempts }) => [key, [costMicroUsd, unpricedAttempts]]))).toEqual({
      'claude-opus-5-5': [389, 0],
      'my-model-1': [46, 0],
      'unheard-of': [0, 1],
    });
    expect(totals).toMatchObject({ costMicroUsd: 435, unpricedAttempts: 1 });
    const { models } = await pricing.list({ days: 1 });
    expect(models.map(({ model, source }) => [model, source])).toEqual([
      ['unheard-of', 'none'],
      ['claude-opus-5-5', 'exact'],
      ['my-model-1', 'override'],
    ]);
  });
});
