import { expect, it } from 'vitest';
import { appliedText, priceTable, recalculationText } from '../../../../src-main/cli/price-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });
const prices = { input: 3, output: 15, cacheRead: 0.028, cacheWrite5m: 3.75, cacheWrite1h: 0, largeInput: null };
const list = { models: [], listDate: '2026-11-21', file: '/data/pricing.json', problem: null };
const nothing = { isDryRun: false, attempts: 1, changed: 0, costBeforeMicroUsd: 0, costAfterMicroUsd: 0, newlyPriced: 0, newlyUnpriced: 0 };

it('writes prices with cents, and with more digits where there are any', () => {
  const text = appliedText(plain, 'm', { source: 'exact', listedAs: 'm', isOwn: false, prices });
  expect(text).toBe('m costs input $3, cache read $0.028, cache write $3.75 (1 hour: $0), output $15 (built in)');
});

it('says which list a price by the beginning of the name is from', () => {
  const text = (isOwn: boolean) => appliedText(plain, 'm-1-x', { source: 'prefix', listedAs: 'm-1', isOwn, prices });
  expect(text(true)).toContain('(as m-1 (yours))');
  expect(text(false)).toContain('(as m-1)');
});

it('says when nothing was used, and when the own prices are not in use', () => {
  expect(priceTable(plain, list)).toBe('No model was used in this time.');
  expect(priceTable(plain, { ...list, problem: 'it is broken' })).toMatch(/^Your own prices are not in use: it is broken\n/);
});

it('says what a recalculation changed', () => {
  expect(recalculationText(nothing)).toBe('Nothing to change: 1 attempt looked at.');
  const changed = { ...nothing, attempts: 2_000, changed: 1_500, costBeforeMicroUsd: 10_000_000, newlyUnpriced: 3 };
  expect(recalculationText(changed)).toBe('The cost of 1,500 of 2,000 attempts changed (3 without a price from now on): $10.00 → $0.00');
});
