import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationStore } from '../../../../src-main/storage/configuration-store.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import type { Attempt } from '../../../../src-shared/schemas/exchange.ts';
import { sampleStoredEndpoint } from '../../../support/sample-endpoint.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let record: (startedAtMs: number, attempts: readonly Attempt[]) => void;
let queries: UsageQueries;
let configuration: ConfigurationStore;
beforeEach(async () => {
  const database = await useTestDatabase();
  const writer = new RecordWriter(database);
  record = (startedAtMs, attempts) => {
    writer.write([{ step: 'finished', exchange: sampleEnd(sampleStart({ startedAtMs }), attempts), attempts: [...attempts] }]);
  };
  queries = new UsageQueries(database);
  configuration = new ConfigurationStore(database);
});

const ever = { sinceMs: 0, untilMs: SAMPLE_START_MS * 2, timeZone: 'UTC' };

describe('UsageQueries', () => {
  it('cuts days in the zone of the viewer and leaves out days without use', () => {
    record(Date.parse('2026-01-15T18:14Z'), [sampleAttempt()]);
    record(Date.parse('2026-01-15T18:16Z'), [sampleAttempt()]);
    record(Date.parse('2026-01-18T12:00Z'), [sampleAttempt()]);
    const days = (timeZone: string) => queries.report({ ...ever, by: 'day', timeZone }).rows.map((row) => [row.key, row.exchanges]);
    expect(days('UTC')).toEqual([
      ['2026-01-15', 2],
      ['2026-01-18', 1],
    ]);
    expect(days('Asia/Kathmandu')).toEqual([
      ['2026-01-15', 1],
      ['2026-01-16', 1],
      ['2026-01-18', 1],
    ]);
  });

  it('shows an endpoint under its present name, and a forgotten one under its last', () => {
    record(SAMPLE_START_MS, [sampleAttempt({ endpointId: 'kept', endpoint: 'old name' })]);
    record(SAMPLE_START_MS, [sampleAttempt({ endpointId: 'gone', endpoint: 'first name' })]);
    record(SAMPLE_START_MS + 3_600_000, [sampleAttempt({ endpointId: 'gone', endpoint: 'last name' })]);
    configuration.writeEndpoints({ upsert: [sampleStoredEndpoint({ id: 'kept', name: 'new name' })], remove: [] });
    expect(queries.report({ ...ever, by: 'endpoint' }).rows.map((row) => [row.key, row.exchanges])).toEqual([
      ['last name', 2],
      ['new name', 1],
    ]);
  });

  it('shows one row for two endpoints that had the same name', () => {
    record(SAMPLE_START_MS, [sampleAttempt({ endpointId: 'one', endpoint: 'same' })]);
    record(SAMPLE_START_MS, [sampleAttempt({ endpointId: 'two', endpoint: 'same' })]);
    expect(queries.report({ ...ever, by: 'endpoint' }).rows).toMatchObject([{ key: 'same', exchanges: 2 }]);
  });

  it('has an empty key for exchanges that reached no endpoint', () => {
    record(SAMPLE_START_MS, []);
    for (const by of ['model', 'endpoint'] as const)
      expect(queries.report({ ...ever, by }).rows).toMatchObject([{ key: '', exchanges: 1, outputTokens: 0 }]);
  });

  it('answers an empty or backward range with nothing', () => {
    record(SAMPLE_START_MS, [sampleAttempt()]);
    for (const by of ['day', 'model', 'endpoint'] as const) {
      const report = queries.report({ by, sinceMs: SAMPLE_START_MS + 5, untilMs: SAMPLE_START_MS - 900_000, timeZone: 'UTC' });
      expect(report).toMatchObject({ rows: [], totals: { exchanges: 0 } });
    }
  });

  it('adds all rows up to the totals', () => {
    record(SAMPLE_START_MS, [sampleAttempt({ sentModel: 'a' })]);
    record(SAMPLE_START_MS + 86_400_000, [sampleAttempt({ sentModel: 'b', costMicroUsd: null })]);
    const expected = {
      exchanges: 2,
      errors: 0,
      inputTokens: 20,
      cacheReadTokens: 400,
      cacheWriteTokens: 68,
      outputTokens: 100,
      costMicroUsd: 1_234,
      unpricedAttempts: 1,
    };
    for (const by of ['day', 'model', 'endpoint'] as const) expect(queries.report({ ...ever, by }).totals).toEqual(expected);
  });
});
