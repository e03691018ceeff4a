import { describe, expect, it } from 'vitest';
import { exchangesAsCsv, exchangesAsJson } from '../../../src-shared/exchange-file.ts';
import type { ExchangeDetail } from '../../../src-shared/schemas/exchange.ts';
import { sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../support/sample-exchange.ts';

const first = { isFirst: true, isLast: true, rowsBefore: 0 };

function exchange(change: Partial<ExchangeDetail> = {}): ExchangeDetail {
  const attempts = [sampleAttempt()];
  return { ...sampleEnd(sampleStart({ id: 'id-1' }), attempts), attempts, ...change };
}

/** RFC 4180, read by hand. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/gy;
  for (let found = cells.exec(text); found !== null && cells.lastIndex <= text.length; found = cells.exec(text)) {
    const [, raw = '', end] = found;
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') rows.push([]);
    if (end === '' || cells.lastIndex === text.length) break;
  }
  return rows.filter((row) => row.length > 0);
}

const asRecord = (text: string) => {
  const [head = [], row = []] = readCsv(text);
  expect(row).toHaveLength(head.length);
  return Object.fromEntries(head.map((name, index) => [name, row[index]]));
};

describe('exchanges as CSV', () => {
  it('has one line per exchange, with times in UTC, amounts in the unit of their column, and nothing where nothing is known', () => {
    const text = exchangesAsCsv([exchange({ usage: sampleUsage(), costMicroUsd: 1_234, unpricedAttempts: 1, error: null })], first);
    expect(asRecord(text)).toMatchObject({
      id: 'id-1',
      started_at_utc: '2026-01-15T12:00:00.000Z',
      first_byte_ms: '100',
      duration_ms: '900',
      endpoint: 'main',
      attempts: '1',
      outcome: 'delivered',
      http_status: '200',
      error: '',
      input_tokens: '10',
      cache_write_1h_tokens: '4',
      token_source: 'reported',
      cost_usd: '0.001234',
      unpriced_attempts: '1',
    });
    expect(asRecord(exchangesAsCsv([exchange({ costMicroUsd: null, usage: null, endedAtMs: null })], first))).toMatchObject({
      cost_usd: '',
      output_tokens: '',
      duration_ms: '',
    });
  });

  it('quotes what would break a line or a cell, and reads back as it was', () => {
    const error = 'the endpoint "A", said:\r\nno, "never"';
    expect(asRecord(exchangesAsCsv([exchange({ error })], first)).error).toBe(error);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('keeps %j from being a formula', (text) => {
    const record = asRecord(exchangesAsCsv([exchange({ error: text, sessionId: text, requestedModel: text })], first));
    for (const cell of [record.error, record.session_id, record.requested_model]) expect(cell).toBe(`'${text}`);
  });

  it('names the columns once, whatever the number of parts', () => {
    const parts = [exchangesAsCsv([], first), exchangesAsCsv([exchange()], { isFirst: false }), exchangesAsCsv([exchange()], { isFirst: false })];
    const rows = readCsv(parts.join(''));
    expect(rows).toHaveLength(3);
    expect(rows[0]?.[0]).toBe('id');
    expect(parts.join('').endsWith('\r\n')).toBe(true);
  });
});

describe('exchanges as JSON', () => {
  it.each([
    ['one part', [2]],
    ['several parts', [1, 2, 1]],
    ['parts that hold nothing', [0, 2, 0, 1, 0]],
    ['nothing at all', [0]],
  ])('is one array made of %s', (_, sizes) => {
    let rowsBefore = 0;
    const text = sizes
      .map((size, index) => {
        const items = Array.from({ length: size }, (_item, at) => exchange({ id: `id-${rowsBefore + at}` }));
        const part = exchangesAsJson(items, { isFirst: index === 0, isLast: index === sizes.length - 1, rowsBefore });
        rowsBefore += size;
        return part;
      })
      .join('');
    const read = JSON.parse(text);
    expect(read.map(({ id }: { id: string }) => id)).toEqual(Array.from({ length: rowsBefore }, (_item, at) => `id-${at}`));
    if (rowsBefore > 0) expect(read[0].attempts).toHaveLength(1);
  });
});
