/** Decides how rests look as rows. A change replaces all rests of its endpoint and is on disk when it returns. */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { restScopeSchema } from '../../src-shared/schemas/endpoint.ts';
import { setDurability } from './open-database.ts';
import type { RestChangeRecord, StoredRestRecord } from './worker-calls.ts';

const restRowSchema = z
  .object({
    endpoint_id: z.string(),
    model: z.string(),
    scope: restScopeSchema,
    revision: z.number(),
    rule_id: z.string(),
    reason: z.string(),
    cause: z.string(),
    started_at_ms: z.number(),
    until_ms: z.number().nullable(),
    rest_ms: z.number().nullable(),
    probe_every_ms: z.number().nullable(),
    is_hard: z.number(),
    failure_streak: z.number(),
  })
  .transform(
    (row): StoredRestRecord => ({
      endpointId: row.endpoint_id,
      model: row.model === '' ? null : row.model,
      scope: row.scope,
      revision: row.revision,
      ruleId: row.rule_id,
      reason: row.reason,
      cause: row.cause,
      startedAtMs: row.started_at_ms,
      untilMs: row.until_ms,
      restMs: row.rest_ms,
      probeEveryMs: row.probe_every_ms,
      isHard: row.is_hard === 1,
      failureStreak: row.failure_streak,
    }),
  );

export class RestTable {
  readonly #database: Database;
  readonly #put: Statement;
  readonly #remove: Statement;

  constructor(database: Database) {
    this.#database = database;
    const columns = Object.keys(restRowSchema.in.shape);
    this.#put = database.prepare(`INSERT INTO endpoint_health (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`);
    this.#remove = database.prepare('DELETE FROM endpoint_health WHERE endpoint_id = ?');
  }

  load(): StoredRestRecord[] {
    return z.array(restRowSchema).parse(this.#database.prepare('SELECT * FROM endpoint_health ORDER BY endpoint_id, model').all());
  }

  /** All changes are one transaction. */
  write(changes: readonly RestChangeRecord[]): void {
    setDurability(this.#database, 'configuration');
    try {
      this.#database
        .transaction(() => {
          for (const { endpointId, rests } of changes) {
            this.#remove.run(endpointId);
            for (const rest of rests) this.#put.run(toRow(endpointId, rest));
          }
        })
        .immediate();
    } finally {
      setDurability(this.#database, 'records');
    }
  }
}

function toRow(endpointId: string, rest: Omit<StoredRestRecord, 'endpointId'>) {
  return {
    endpoint_id: endpointId,
    model: rest.model ?? '',
    scope: rest.scope,
    revision: rest.revision,
    rule_id: rest.ruleId,
    reason: rest.reason,
    cause: rest.cause,
    started_at_ms: Math.round(rest.startedAtMs),
    until_ms: rest.untilMs === null ? null : Math.round(rest.untilMs),
    rest_ms: rest.restMs === null ? null : Math.round(rest.restMs),
    probe_every_ms: rest.probeEveryMs === null ? null : Math.round(rest.probeEveryMs),
    is_hard: rest.isHard ? 1 : 0,
    failure_streak: rest.failureStreak,
  };
}
