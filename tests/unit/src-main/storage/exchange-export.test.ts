import { describe, expect, it } from 'vitest';
import { EXPORT_PART_ROWS, exportPart } from '../../../../src-main/storage/exchange-export.ts';
import { ExchangeQueries } from '../../../../src-main/storage/exchange-queries.ts';
import { SEARCH_LIMITS } from '../../../../src-main/storage/exchange-search.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import type { ExchangeExportInput, ExchangeExportPart } from '../../../../src-shared/schemas/exchange.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

function exportAll(queries: ExchangeQueries, input: Omit<ExchangeExportInput, 'cursor' | 'rowsBefore'>): readonly ExchangeExportPart[] {
  const parts: ExchangeExportPart[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const rowsBefore = parts.reduce((sum, { rows }) => sum + rows, 0);
    const part = exportPart(queries, { ...input, rowsBefore, ...(cursor === undefined ? {} : { cursor }) });
    parts.push(part);
    cursor = part.nextCursor;
  }
  return parts;
}

async function withExchanges(count: number) {
  const database = await useTestDatabase();
  const records = Array.from({ length: count }, (_, index) => {
    const attempts = [sampleAttempt({ reason: index === 0 ? 'the needle' : 'answered' })];
    const start = sampleStart({ startedAtMs: SAMPLE_START_MS + index });
    return { step: 'finished', exchange: sampleEnd(start, attempts, { outcome: index % 2 === 0 ? 'failed' : 'delivered' }), attempts };
  });
  expect(new RecordWriter(database).write(records)).toEqual([]);
  return database;
}

describe('the parts of an export', () => {
  it('are together the whole filtered list, newest first', async () => {
    const queries = new ExchangeQueries(await withExchanges(EXPORT_PART_ROWS + 20));
    const all = exportAll(queries, { format: 'json' });
    expect(all.map(({ rows }) => rows)).toEqual([EXPORT_PART_ROWS, 20]);
    const read: { readonly startedAtMs: number }[] = JSON.parse(all.map(({ text }) => text).join(''));
    expect(read.map(({ startedAtMs }) => startedAtMs - SAMPLE_START_MS)).toEqual(read.map((_, index) => EXPORT_PART_ROWS + 19 - index));
    const failed = exportAll(queries, { format: 'csv', outcome: 'failed' });
    const lines = failed
      .map(({ text }) => text)
      .join('')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength((EXPORT_PART_ROWS + 20) / 2 + 1);
    expect(lines.filter((line) => line.includes('delivered'))).toEqual([]);
  });

  it('say how far they got, also when a search takes long and finds nothing', async () => {
    let nowMs = 0;
    const limits = { ...SEARCH_LIMITS, nowMs: () => (nowMs += 100), sliceRows: 4 };
    const parts = exportAll(new ExchangeQueries(await withExchanges(10), limits), { format: 'json', text: 'needle' });
    expect(parts.map(({ rows, reachedMs }) => [rows, (reachedMs ?? 0) - SAMPLE_START_MS])).toEqual([
      [0, 6],
      [0, 2],
      [1, 0],
    ]);
    expect(JSON.parse(parts.map(({ text }) => text).join(''))).toHaveLength(1);
  });
});
