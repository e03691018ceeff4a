/** Makes the parts of an exported list: as many exchanges as can be read without keeping other questions waiting. */
import { exchangesAsCsv, exchangesAsJson } from '../../src-shared/exchange-file.ts';
import type { ExchangeExportInput, ExchangeExportPart } from '../../src-shared/schemas/exchange.ts';
import type { ExchangeQueries } from './exchange-queries.ts';

/** Some 20 ms of the reader's time, between which it answers the dashboard. */
export const EXPORT_PART_ROWS = 500;

export function exportPart(queries: Pick<ExchangeQueries, 'details'>, { format, rowsBefore, ...input }: ExchangeExportInput): ExchangeExportPart {
  const { items, nextCursor, searchedToMs } = queries.details({ ...input, limit: EXPORT_PART_ROWS });
  const place = { isFirst: input.cursor === undefined, isLast: nextCursor === null, rowsBefore };
  return {
    text: format === 'csv' ? exchangesAsCsv(items, place) : exchangesAsJson(items, place),
    rows: items.length,
    nextCursor,
    reachedMs: searchedToMs ?? items.at(-1)?.startedAtMs ?? null,
  };
}
