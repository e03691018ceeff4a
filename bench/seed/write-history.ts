/** Writes a seeded history through the product's own writer, so that rows, sums and indexes are those that the app would have made. */
import type { Database } from 'better-sqlite3';
import { between, seededRandom } from '../../src-main/demo/seeded-random.ts';
import { ConfigurationStore } from '../../src-main/storage/configuration-store.ts';
import { RecordWriter } from '../../src-main/storage/record-writer.ts';
import { BUCKET_MS } from '../../src-main/storage/usage-bucket.ts';
import type { ExchangeRecord } from '../../src-main/storage/worker-calls.ts';
import { busyQuarters } from './calendar.ts';
import { ENDPOINTS } from './cast.ts';
import { Conversations } from './conversation.ts';
import { Routes } from './route.ts';
import { ExchangeMaker } from './seeded-exchange.ts';

export interface HistoryOptions {
  readonly database: Database;
  readonly exchanges: number;
  readonly days: number;
  readonly seed: number;
  /** Unix ms; nothing begins later. */
  readonly untilMs: number;
  /** Called now and then with how many are written. */
  readonly onProgress: (written: number) => void;
}

/** Large, so that SQLite sorts into its indexes in memory; small enough to show progress. */
const BATCH = 4_000;

/** The same options give the same history. Throws when the writer refuses a record: then the seed or the schema is wrong. */
export function writeHistory({ database, exchanges, days, seed, untilMs, onProgress }: HistoryOptions): void {
  writeEndpoints(database, untilMs);
  const random = seededRandom(seed);
  const maker = new ExchangeMaker({ random, conversations: new Conversations(random), routes: new Routes(random) });
  const writer = new RecordWriter(database);
  let batch: ExchangeRecord[] = [];
  let written = 0;
  const flush = () => {
    const [refused] = writer.write(batch);
    if (refused !== undefined) throw new Error(`the writer refused a seeded record: ${refused.reason}`);
    written += batch.length;
    batch = [];
    onProgress(written);
  };
  for (const quarter of busyQuarters({ random, exchanges, days, untilMs })) {
    const starts = Array.from({ length: quarter.exchanges }, () => quarter.startMs + between(random, 0, BUCKET_MS - 1)).sort((a, b) => a - b);
    for (const startedAtMs of starts) {
      const { exchange, attempts } = maker.make(startedAtMs, quarter.progress);
      batch.push({ step: 'finished', exchange, attempts: [...attempts] });
      if (batch.length >= BATCH) flush();
    }
  }
  if (batch.length > 0) flush();
  while (writer.sumUpDays(untilMs, DAYS_AT_ONCE) > 0);
}

const DAYS_AT_ONCE = 30;

/** The addresses are reserved names, so that looking at the data sends nothing anywhere. */
function writeEndpoints(database: Database, nowMs: number): void {
  new ConfigurationStore(database).writeEndpoints({
    upsert: ENDPOINTS.map(({ id, name, baseUrl, modelMap, multiplier }, index) => ({
      id,
      position: index + 1,
      name,
      baseUrl,
      protocol: 'anthropic',
      authStyle: 'auto',
      modelMap,
      families: [],
      maxConcurrent: null,
      inputIncludesCache: false,
      costMultiplier: multiplier,
      note: 'made by npm run seed',
      isEnabled: true,
      sealedCredential: null,
      revision: 1,
      removedAtMs: null,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    })),
    remove: [],
  });
}
