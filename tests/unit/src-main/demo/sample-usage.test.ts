import { describe, expect, it } from 'vitest';
import { sampleUsage } from '../../../../src-main/demo/sample-usage.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

describe('sample usage', () => {
  it('costs what its tokens cost at the price of the model, and nothing is known without one', () => {
    const model = { name: 'm', family: 'opus', inputUsd: 4 } as const;
    const { usage, costMicroUsd } = sampleUsage(seededRandom(3), model);
    const expected = 4 * usage.inputTokens + 0.4 * usage.cacheReadTokens + 5 * usage.cacheWrite5mTokens + 20 * usage.outputTokens;
    expect(costMicroUsd).toBe(Math.round(expected));
    expect(sampleUsage(seededRandom(3), { ...model, inputUsd: null })).toEqual({ usage, costMicroUsd: null });
  });
});
