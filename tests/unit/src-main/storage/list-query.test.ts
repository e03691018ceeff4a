import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COUNT_LIMIT, countModelQuery, countQuery, idQuery, type ListQuery, listQuery, scanQuery } from '../../../../src-main/storage/list-query.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
beforeEach(async () => {
  database = await useTestDatabase();
});

const planSchema = z.array(z.object({ detail: z.string() }).transform(({ detail }) => detail));

function planOf(query: Partial<ListQuery>): readonly string[] {
  const { sql, parameters } = listQuery({ filter: {}, model: null, text: null, lead: null, limit: 51, after: null, ...query });
  return planSchema.parse(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters));
}

const after = { startedAtMs: 1_000, seq: 7 };

describe('listQuery', () => {
  // What makes a page quick at any size: it reads along an index from the page's start, and nothing is sorted.
  it.each<[string, string, Partial<ListQuery>]>([
    ['no filter', 'exchanges_by_start', {}],
    ['a time span', 'exchanges_by_start', { filter: { sinceMs: 1, untilMs: 9 } }],
    ['an outcome', 'exchanges_by_outcome', { filter: { outcome: 'failed' }, lead: 'outcome' }],
    ['all failures', 'exchanges_by_failure', { filter: { outcome: 'failures' }, lead: 'outcome' }],
    ['a text', 'exchanges_by_start', { text: { kind: 'part', text: 'x' } }],
    ['a status class', 'exchanges_by_status', { filter: { status: 5 }, lead: 'status' }],
    ['one status', 'exchanges_by_status', { filter: { status: 429 }, lead: 'status' }],
    ['a kind', 'exchanges_by_kind', { filter: { kind: 'models' }, lead: 'kind' }],
    ['a session', 'exchanges_by_session', { filter: { sessionId: 's' }, lead: 'session' }],
    ['an endpoint', 'attempts_by_endpoint', { filter: { endpoint: 'main' }, lead: 'endpoint' }],
    ['a requested model', 'exchanges_by_requested_model', { model: { kind: 'exact', column: 'requested_model', name: 'm' }, lead: 'model' }],
    ['a sent model', 'exchanges_by_sent_model', { model: { kind: 'exact', column: 'sent_model', name: 'm' }, lead: 'model' }],
    ['some of many models', 'exchanges_by_start', { model: { kind: 'any-of', names: ['m'] } }],
  ])('reads the newest page and later pages with %s along %s, without a sort', (_, index, query) => {
    for (const page of [query, { ...query, after }]) {
      const plan = planOf(page);
      expect(plan[0], plan.join(' | ')).toContain(index);
      expect(
        plan.filter((line) => line.includes('TEMP B-TREE')),
        plan.join(' | '),
      ).toEqual([]);
      expect(
        plan.filter((line) => /^SCAN (?!json_each)/.test(line) && !line.includes('USING INDEX')),
        plan.join(' | '),
      ).toEqual([]);
    }
  });

  it.each<[string, Partial<ListQuery>]>([
    ['a start', {}],
    ['an outcome', { filter: { outcome: 'failed' }, lead: 'outcome' }],
    ['an endpoint', { filter: { endpoint: 'main' }, lead: 'endpoint' }],
  ])('seeks to where the page before ended, with %s', (_, query) => {
    expect(planOf({ ...query, after })[0]).toMatch(/^SEARCH .*started_at_ms<\?\)/);
  });

  it('puts values into parameters, never into the text', () => {
    const hostile = "x' OR 1=1 --";
    const { sql, parameters } = listQuery({
      filter: { endpoint: hostile, sessionId: hostile },
      model: { kind: 'any-of', names: [hostile] },
      text: { kind: 'part', text: hostile },
      lead: 'session',
      limit: 1,
      after: null,
    });
    expect(sql).not.toContain('OR 1=1');
    expect(parameters).toContain(hostile);
  });

  it('lets only the leading filter choose the index when all are set', () => {
    const filter = { endpoint: 'main', outcome: 'failed', status: 5, kind: 'messages', sessionId: 's' } as const;
    const leads = [
      ['endpoint', 'attempts_by_endpoint'],
      ['outcome', 'exchanges_by_outcome'],
      ['status', 'exchanges_by_status'],
      ['kind', 'exchanges_by_kind'],
      ['session', 'exchanges_by_session'],
      [null, 'exchanges_by_start'],
    ] as const;
    for (const [lead, index] of leads) {
      const plan = planOf({ filter, lead, after }).join(' | ');
      expect(plan).toContain(index);
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });
});

describe('a search for an id', () => {
  it('looks into the three indexes of ids, and reads no row beside', () => {
    const plan = planOf({ text: { kind: 'ids', text: '019a9f3c' }, filter: { outcome: 'failed', sinceMs: 1 }, after }).join(' | ');
    expect(plan).toMatch(/SEARCH e USING INTEGER PRIMARY KEY/);
    expect(plan).toMatch(/SEARCH exchanges USING COVERING INDEX sqlite_autoindex_exchanges_1/);
    expect(plan).toMatch(/SEARCH exchanges USING (COVERING )?INDEX exchanges_by_session/);
    expect(plan).toMatch(/SEARCH attempts USING (COVERING )?INDEX attempts_by_upstream_id/);
    const { sql, parameters } = idQuery('019a9f3c');
    const found = planSchema.parse(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)).join(' | ');
    expect(found).not.toMatch(/SCAN (e|exchanges|attempts)\b/);
  });
});

describe('scanQuery', () => {
  it('reads only as many rows as asked for along the lead, whatever matches', () => {
    const filter = { endpoint: 'main', outcome: 'failures', kind: 'messages' } as const;
    for (const lead of ['endpoint', 'outcome', null] as const) {
      const { sql, parameters } = scanQuery({ filter, model: null, text: { kind: 'part', text: 'x' }, lead, limit: 500, after });
      const plan = planSchema.parse(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)).join(' | ');
      expect(plan).not.toContain('TEMP B-TREE');
      expect(plan).toMatch({ endpoint: /attempts_by_endpoint/, outcome: /exchanges_by_failure/, none: /exchanges_by_start/ }[lead ?? 'none']);
    }
  });
});

describe('countQuery', () => {
  it('counts along the index of each filter, and no further than it must', () => {
    const filter = { endpoint: 'main', outcome: 'failed', status: 404, kind: 'messages', sessionId: 's' } as const;
    for (const lead of ['endpoint', 'outcome', 'status', 'kind', 'session'] as const) {
      const query = countQuery(lead, filter);
      expect(query?.sql).toContain(`LIMIT ${COUNT_LIMIT}`);
      const plan = planSchema.parse(database.prepare(`EXPLAIN QUERY PLAN ${query?.sql}`).all(...(query?.parameters ?? [])));
      expect(plan.join(' | ')).toMatch(/SEARCH \w+ USING (COVERING )?INDEX/);
      expect(countQuery(lead, {})).toBeNull();
    }
    expect(countModelQuery('sent_model', 'x').parameters).toEqual(['x']);
  });
});
