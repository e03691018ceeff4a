import type { Database } from 'better-sqlite3';
import { beforeEach, expect, it } from 'vitest';
import { RestTable } from '../../../../src-main/storage/rest-table.ts';
import type { StoredRestRecord } from '../../../../src-main/storage/worker-calls.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let table: RestTable;
beforeEach(async () => {
  database = await useTestDatabase();
  table = new RestTable(database);
});

const whole: Omit<StoredRestRecord, 'endpointId'> = {
  model: null,
  scope: 'endpoint',
  revision: 2,
  ruleId: 'unauthorized',
  reason: 'it answered 401',
  cause: '{"kind":"rested-by-hand"}',
  startedAtMs: 1_000,
  untilMs: null,
  restMs: null,
  probeEveryMs: null,
  isHard: true,
  failureStreak: 4,
};
const ofModel = { ...whole, model: 'opus', scope: 'model' as const, untilMs: 61_000, restMs: 60_000, probeEveryMs: 5, isHard: false };

it('gives rests back as they were written', () => {
  table.write([
    { endpointId: 'b', rests: [ofModel, whole] },
    { endpointId: 'a', rests: [whole] },
  ]);
  expect(table.load()).toEqual([
    { endpointId: 'a', ...whole },
    { endpointId: 'b', ...whole },
    { endpointId: 'b', ...ofModel },
  ]);
});

it('replaces all rests of an endpoint and no other', () => {
  table.write([
    { endpointId: 'a', rests: [whole, ofModel] },
    { endpointId: 'b', rests: [whole] },
  ]);
  table.write([{ endpointId: 'a', rests: [{ ...whole, failureStreak: 5 }] }]);
  expect(table.load().map((rest) => [rest.endpointId, rest.failureStreak])).toEqual([
    ['a', 5],
    ['b', 4],
  ]);
  table.write([
    { endpointId: 'a', rests: [] },
    { endpointId: 'unknown', rests: [] },
  ]);
  expect(table.load().map((rest) => rest.endpointId)).toEqual(['b']);
});

it('writes all changes or none', () => {
  table.write([{ endpointId: 'a', rests: [whole] }]);
  const impossible = { endpointId: 'b', rests: [whole, whole] };
  expect(() => table.write([{ endpointId: 'a', rests: [] }, impossible])).toThrow(/UNIQUE/);
  expect(table.load().map((rest) => rest.endpointId)).toEqual(['a']);
});

it('writes whole milliseconds', () => {
  table.write([{ endpointId: 'a', rests: [{ ...ofModel, startedAtMs: 1_000.4, untilMs: 61_000.6 }] }]);
  expect(table.load()).toMatchObject([{ startedAtMs: 1_000, untilMs: 61_001 }]);
});

it('is on disk when it returns, and leaves the pace of records as it was', () => {
  const levels: unknown[] = [];
  const spy = new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'transaction') levels.push(target.pragma('synchronous', { simple: true }));
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  new RestTable(spy).write([{ endpointId: 'a', rests: [whole] }]);
  const FULL = 2;
  const NORMAL = 1;
  expect([...levels, database.pragma('synchronous', { simple: true })]).toEqual([FULL, NORMAL]);
});
