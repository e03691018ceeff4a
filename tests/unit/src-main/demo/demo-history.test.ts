import { describe, expect, it } from 'vitest';
import { demoHistory, HISTORY_WEEKS } from '../../../../src-main/demo/demo-history.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';
import { exchangeDetailSchema } from '../../../../src-shared/schemas/exchange.ts';

const endpoint = (name: string) => ({ id: `id-${name}`, name });
const NOW_MS = new Date(2026, 10, 20, 15, 0).getTime();
const make = (seed = 1) => [
  ...demoHistory({ nowMs: NOW_MS, random: seededRandom(seed), endpoints: [endpoint('slow'), endpoint('flaky'), endpoint('healthy')] }),
];
const history = make();

describe('demo history', () => {
  it('is made of whole records that have ended, oldest first, over all its weeks', () => {
    for (const exchange of history) {
      expect(exchangeDetailSchema.parse(exchange)).toEqual(exchange);
      expect(exchange.endedAtMs ?? Number.POSITIVE_INFINITY).toBeLessThan(NOW_MS);
      expect(exchange.attempts.at(-1)).toMatchObject({ number: exchange.attemptCount, endedAtMs: exchange.endedAtMs, usage: exchange.usage });
    }
    const starts = history.map(({ startedAtMs }) => startedAtMs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(NOW_MS - (starts[0] ?? NOW_MS)).toBeGreaterThan((HISTORY_WEEKS - 1) * 7 * 86_400_000);
    expect(new Set(history.map(({ id }) => id)).size).toBe(history.length);
  });

  it('is the same for the same seed', () => {
    expect(make()).toEqual(history);
    expect(make(2)).not.toEqual(history);
  });

  it('has working days, nights and weekends', () => {
    const at = (matches: (date: Date) => boolean) => history.filter(({ startedAtMs }) => matches(new Date(startedAtMs))).length;
    expect(at((date) => date.getHours() < 6)).toBe(0);
    expect(at((date) => date.getHours() === 10)).toBeGreaterThan(at((date) => date.getHours() === 21));
    expect(at((date) => date.getDay() === 2)).toBeGreaterThan(5 * at((date) => date.getDay() === 0));
  });

  it('shows failovers, errors, all models and some without a price, and prices the others', () => {
    expect(new Set(history.map(({ outcome }) => outcome))).toEqual(new Set(['delivered', 'failed', 'stream_cut', 'client_left']));
    expect(new Set(history.map(({ family }) => family))).toEqual(new Set(['opus', 'sonnet', 'haiku', 'other']));
    const movedOn = history.filter(({ attempts }) => attempts.length === 2);
    expect(movedOn.length).toBeGreaterThan(history.length / 20);
    for (const { attempts, usage, family, costMicroUsd } of history) {
      for (const attempt of attempts) expect(attempt.usage === null).toBe(attempt.status === 529);
      expect(costMicroUsd === null).toBe(usage === null || family === 'other');
    }
  });

  it('serves haiku at the slow endpoint, which serves nothing else', () => {
    for (const { attempts, family } of history) expect(attempts[0]?.endpoint).toBe(family === 'haiku' ? 'slow' : 'flaky');
  });
});
