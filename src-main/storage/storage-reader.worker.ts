/** Answers questions about proxy.db on a thread of its own, so that no report delays a record or a request. */
import { parentPort } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/app-error.ts';
import { exportPart } from './exchange-export.ts';
import { ExchangeQueries } from './exchange-queries.ts';
import { openForReading } from './open-database.ts';
import { Repricing } from './repricing.ts';
import { UsageQueries } from './usage-queries.ts';
import { READER_CALLS } from './worker-calls.ts';
import { serveCalls } from './worker-server.ts';

interface Opened {
  readonly database: Database;
  readonly exchanges: ExchangeQueries;
  readonly usage: UsageQueries;
  readonly repricing: Repricing;
}

if (parentPort !== null) {
  let current: Opened | null = null;
  const opened = (): Opened => {
    if (current === null) throw new AppError('STORAGE_FAILED', 'the database is not open');
    return current;
  };
  serveCalls(parentPort, READER_CALLS, {
    open: ({ file }) => {
      const database = openForReading(file);
      current = { database, exchanges: new ExchangeQueries(database), usage: new UsageQueries(database), repricing: new Repricing(database) };
      return null;
    },
    list: (input) => opened().exchanges.list(input),
    count: (filter) => opened().exchanges.count(filter),
    exportPart: (input) => exportPart(opened().exchanges, input),
    get: ({ id }) => opened().exchanges.get(id),
    usageReport: (input) => opened().usage.report(input),
    usageOverview: (input) => opened().usage.overview(input),
    usageSeries: (input) => opened().usage.series(input),
    usageHours: (input) => opened().usage.hours(input),
    usageBreakdown: (input) => opened().usage.breakdown(input),
    countRepricing: (input) => opened().repricing.count(input),
    close: () => {
      current?.database.close();
      current = null;
      return null;
    },
  });
}
