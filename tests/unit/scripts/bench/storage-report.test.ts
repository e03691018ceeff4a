import { describe, expect, it } from 'vitest';
import { overBudget, renderStorageTable, type StorageMeasures } from '../../../../bench/storage/storage-report.ts';

const spread = (p50: number, p99 = p50) => ({ count: 1, p50, p99 });
const measures: StorageMeasures = {
  exchanges: 1_000,
  databaseBytes: 754_000,
  topics: [
    { group: 'dashboard', measure: 'a year: headline', coldMs: 90, bestMs: 40, warm: spread(49, 80), writing: spread(12) },
    { group: 'page', measure: 'newest page', coldMs: 1, bestMs: 1, warm: spread(3), writing: spread(21) },
    { group: 'detail', measure: 'one request', coldMs: 1, bestMs: 1, warm: spread(21), writing: spread(1) },
  ],
  commit: { perSecond: 200, alone: spread(11, 14), asked: spread(12, 19) },
};

describe('the report on the storage', () => {
  it('judges the median, with and without writes, by the budget of its group', () => {
    expect(overBudget(measures)).toEqual(['newest page', 'one request']);
    expect(overBudget({ ...measures, topics: [], commit: { ...measures.commit, asked: spread(21) } })).toEqual(['commit delay']);
  });

  it('shows each figure beside its budget, and the size of an exchange', () => {
    const table = renderStorageTable(measures);
    expect(table).toMatch(/a year: headline +90\.0 +40\.0 +49\.0 +80\.0 +12\.0 +12\.0 +50 +ok/);
    expect(table).toMatch(/newest page .* 20 +OVER/);
    expect(table).toMatch(/the same while questions are asked +12\.0 +19\.0 +20 +ok/);
    expect(table).toContain('754 bytes each');
  });
});
