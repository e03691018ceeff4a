/** Fills a data folder with recorded requests, as if the app had run for weeks. */
import { join } from 'node:path';
import { openForWriting } from '../../src-main/storage/open-database.ts';
import { RecordWriter } from '../../src-main/storage/record-writer.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { sampleAttempt, sampleEnd, sampleStart } from './sample-exchange.ts';

export interface RecordedExchange {
  readonly start: Partial<ExchangeSummary>;
  readonly attempts?: readonly Partial<Attempt>[];
  readonly end?: Partial<ExchangeSummary>;
}

/** Records these, in this order, into a fresh proxy.db of the folder. */
export function recordHistory(folder: string, exchanges: readonly RecordedExchange[]): void {
  const { database } = openForWriting(join(folder, 'proxy.db'), 0, () => null);
  try {
    const records = exchanges.map(({ start, attempts = [{}], end }) => {
      const begun = sampleStart(start);
      const all = attempts.map((attempt, index) => sampleAttempt({ startedAtMs: begun.startedAtMs, ...attempt, number: index + 1 }));
      return { step: 'finished', exchange: sampleEnd(begun, all, end), attempts: all };
    });
    const refused = new RecordWriter(database).write(records);
    if (refused.length > 0) throw new Error(`not recorded: ${refused[0]?.reason}`);
  } finally {
    database.close();
  }
}
