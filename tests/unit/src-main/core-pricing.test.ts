import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pricingService, recalculate } from '../../../src-main/core-pricing.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { PriceBook } from '../../../src-main/pricing/price-book.ts';
import { Storage } from '../../../src-main/storage/storage.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../support/sample-exchange.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const USAGE = sampleUsage({ inputTokens: 10, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 10 });

async function rig() {
  const folder = await tempFolder();
  const clock = new FakeClock(SAMPLE_START_MS + 60_000);
  const storage = new Storage({ file: join(folder, 'proxy.db'), clock, logger: silentLogger });
  await storage.start();
  onTestFinished(() => storage.stop());
  const prices = new PriceBook({ file: join(folder, 'pricing.json'), logger: silentLogger });
  await prices.start();
  const record = (sentModel: string | null, costMicroUsd: number | null, tokens = 10) => {
    const attempts = [sampleAttempt({ sentModel, costMicroUsd, usage: { ...USAGE, outputTokens: tokens } })];
    const start = sampleStart();
    storage.recorder.finished(sampleEnd(start, attempts), attempts);
    return start.id;
  };
  const parts = { prices, storage, clock, endpoints: () => [{ id: 'endpoint-main', costMultiplier: 2 }] };
  return { parts, storage, record, service: pricingService(parts) };
}

it('lists what was used with its price, unpriced models first, then the most tokens, and own prices of models not seen', async () => {
  const { service, record } = await rig();
  record('claude-sonnet-4-5', 5);
  record('claude-haiku-4-5', 5, 100);
  record('unheard-of', null);
  record(null, null);
  await service.set({ model: 'for-later-1', input: 1, output: 2 });
  const { models, problem, file } = await service.list({ days: 30 });
  expect(models.map(({ model, source, tokens, costMicroUsd, unpricedAttempts }) => [model, source, tokens, costMicroUsd, unpricedAttempts])).toEqual([
    ['unheard-of', 'none', 20, 0, 1],
    ['claude-haiku-4-5', 'exact', 110, 5, 0],
    ['claude-sonnet-4-5', 'exact', 20, 5, 0],
    ['for-later-1', 'override', 0, 0, 0],
  ]);
  expect([problem, file.endsWith('pricing.json')]).toEqual([null, true]);
});

it('recalculates at the prices and multipliers of now, after saying how many costs would change', async () => {
  const { parts, storage, record, service } = await rig();
  const [right, wrong, unpriced] = [record('claude-sonnet-4-5', 360), record('claude-sonnet-4-5', 1), record('unheard-of', null)];
  const range = { sinceMs: 0, untilMs: SAMPLE_START_MS + 60_000 };
  const dry = await recalculate(parts, { ...range, isDryRun: true });
  expect(dry).toMatchObject({ isDryRun: true, attempts: 3, changed: 1, costBeforeMicroUsd: 1, costAfterMicroUsd: 360 });
  expect((await storage.exchanges.get(wrong))?.costMicroUsd).toBe(1);
  await service.set({ model: 'unheard-of', input: 1, output: 2 });
  expect(await recalculate(parts, { ...range, isDryRun: false })).toMatchObject({ isDryRun: false, changed: 2, newlyPriced: 1, newlyUnpriced: 0 });
  const costs = await Promise.all([right, wrong, unpriced].map(async (id) => (await storage.exchanges.get(id))?.costMicroUsd));
  expect(costs).toEqual([360, 360, 60]);
  const report = await storage.usage.report({ by: 'day', ...range, timeZone: 'UTC' });
  expect(report.totals).toMatchObject({ costMicroUsd: 780, unpricedAttempts: 0 });
});
