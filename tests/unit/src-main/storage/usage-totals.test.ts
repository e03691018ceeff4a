import { describe, expect, it } from 'vitest';
import { TOTALS, TotalsTable } from '../../../../src-main/storage/usage-totals.ts';
import { NO_USAGE } from '../../../../src-shared/schemas/usage.ts';

describe('TotalsTable', () => {
  it('adds rows up by slot and leaves out slots without use', () => {
    const table = new TotalsTable(3);
    const row = TOTALS.map((_, index) => index + 1);
    table.add(2, row);
    table.add(2, row);
    table.add(0, [0, 0, 0, 0, 0, 0, 0, 1]);
    table.add(1, new Float64Array(TOTALS.length));
    expect(table.used()).toEqual([
      { slot: 0, totals: { ...NO_USAGE, unpricedAttempts: 1 } },
      {
        slot: 2,
        totals: {
          exchanges: 2,
          errors: 4,
          inputTokens: 6,
          cacheReadTokens: 8,
          cacheWriteTokens: 10,
          outputTokens: 12,
          costMicroUsd: 14,
          unpricedAttempts: 16,
        },
      },
    ]);
  });
});
