/** The only thread that writes to proxy.db. */
import { parentPort } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/app-error.ts';
import { ConfigurationStore } from './configuration-store.ts';
import { FailoverRuleStore } from './failover-rule-store.ts';
import { McpServerStore } from './mcp-server-store.ts';
import { openForWriting } from './open-database.ts';
import { RecordWriter } from './record-writer.ts';
import { RepricingWriter } from './repricing.ts';
import { RestTable } from './rest-table.ts';
import { sealedTexts } from './sealed-columns.ts';
import { WRITER_CALLS } from './worker-calls.ts';
import { serveCalls } from './worker-server.ts';

interface Opened {
  readonly database: Database;
  readonly records: RecordWriter;
  readonly repricing: RepricingWriter;
  readonly configuration: ConfigurationStore;
  readonly mcpServers: McpServerStore;
  readonly rests: RestTable;
  readonly rules: FailoverRuleStore;
}

/** Some 10 ms of work when they were busy, so that records never wait long behind it. */
const DAYS_PER_SLICE = 2;

if (parentPort !== null) {
  let current: Opened | null = null;
  const opened = (): Opened => {
    if (current === null) throw new AppError('STORAGE_FAILED', 'the database is not open');
    return current;
  };
  serveCalls(parentPort, WRITER_CALLS, {
    open: ({ file, nowMs }) => {
      const { database, result } = openForWriting(file, nowMs, (fresh) => {
        const records = new RecordWriter(fresh);
        const interrupted = records.interruptOpenExchanges();
        records.sumUpDays(nowMs, DAYS_PER_SLICE);
        return { records, interrupted };
      });
      current = {
        database,
        records: result.records,
        repricing: new RepricingWriter(database),
        configuration: new ConfigurationStore(database),
        mcpServers: new McpServerStore(database),
        rests: new RestTable(database),
        rules: new FailoverRuleStore(database),
      };
      return { interrupted: result.interrupted };
    },
    record: ({ records }) => ({ refused: [...opened().records.write(records)] }),
    loadEndpoints: () => opened().configuration.loadEndpoints(),
    writeEndpoints: (change) => {
      opened().configuration.writeEndpoints(change);
      return null;
    },
    loadTokens: () => opened().configuration.loadTokens(),
    writeTokens: (change) => {
      opened().configuration.writeTokens(change);
      return null;
    },
    sealedTexts: () => sealedTexts(opened().database),
    loadMcpServers: () => opened().mcpServers.load(),
    writeMcpServers: (change) => {
      opened().mcpServers.write(change);
      return null;
    },
    loadRules: () => opened().rules.load(),
    writeRules: (change) => {
      opened().rules.write(change);
      return null;
    },
    loadRests: () => opened().rests.load(),
    writeRests: ({ changes }) => {
      opened().rests.write(changes);
      return null;
    },
    sumUpDays: ({ nowMs }) => ({ isDone: opened().records.sumUpDays(nowMs, DAYS_PER_SLICE) < DAYS_PER_SLICE }),
    prune: ({ beforeMs }) => ({ deleted: opened().records.prune(beforeMs) }),
    reprice: (input) => opened().repricing.apply(input),
    close: () => {
      current?.database.close();
      current = null;
      return null;
    },
  });
}
