/** Decides how endpoints and local tokens look as rows. Every change is one transaction that is on disk when it returns. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { authStyleSchema, familySchema, modelMapSchema, protocolSchema } from '../../src-shared/schemas/endpoint.ts';
import { setDurability } from './open-database.ts';
import type { StoredEndpointRecord, StoredTokenRecord } from './worker-calls.ts';

const endpointRowSchema = z
  .object({
    id: z.string(),
    position: z.number(),
    name: z.string(),
    base_url: z.string(),
    protocol: protocolSchema,
    auth_style: authStyleSchema,
    model_map: z.string().transform((text) => modelMapSchema.parse(JSON.parse(text))),
    families: z.string().transform((text) => z.array(familySchema).parse(JSON.parse(text))),
    max_concurrent: z.number().nullable(),
    input_includes_cache: z.number(),
    cost_multiplier: z.number(),
    note: z.string(),
    is_enabled: z.number(),
    sealed_credential: z.string().nullable(),
    revision: z.number(),
    removed_at_ms: z.number().nullable(),
    created_at_ms: z.number(),
    updated_at_ms: z.number(),
  })
  .transform(
    (row): StoredEndpointRecord => ({
      id: row.id,
      position: row.position,
      name: row.name,
      baseUrl: row.base_url,
      protocol: row.protocol,
      authStyle: row.auth_style,
      modelMap: row.model_map,
      families: row.families,
      maxConcurrent: row.max_concurrent,
      inputIncludesCache: row.input_includes_cache === 1,
      costMultiplier: row.cost_multiplier,
      note: row.note,
      isEnabled: row.is_enabled === 1,
      sealedCredential: row.sealed_credential,
      revision: row.revision,
      removedAtMs: row.removed_at_ms,
      createdAtMs: row.created_at_ms,
      updatedAtMs: row.updated_at_ms,
    }),
  );

const tokenRowSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['start', 'named']),
    hash: z.string(),
    tail: z.string(),
    created_at_ms: z.number(),
    last_used_at_ms: z.number().nullable(),
    expires_at_ms: z.number().nullable(),
  })
  .transform(
    (row): StoredTokenRecord => ({
      name: row.name,
      kind: row.kind,
      hash: row.hash,
      tail: row.tail,
      createdAtMs: row.created_at_ms,
      lastUsedAtMs: row.last_used_at_ms,
      expiresAtMs: row.expires_at_ms,
    }),
  );

export interface Change<T> {
  readonly upsert: readonly T[];
  /** Keys: endpoint ids, token names. Unknown ones are ignored. */
  readonly remove: readonly string[];
}

export class ConfigurationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** First priority first, removed ones included. */
  loadEndpoints(): StoredEndpointRecord[] {
    return z.array(endpointRowSchema).parse(this.#database.prepare('SELECT * FROM endpoints ORDER BY position, id').all());
  }

  writeEndpoints(change: Change<StoredEndpointRecord>): void {
    const rows = change.upsert.map((endpoint) => ({
      id: endpoint.id,
      position: endpoint.position,
      name: endpoint.name,
      base_url: endpoint.baseUrl,
      protocol: endpoint.protocol,
      auth_style: endpoint.authStyle,
      model_map: JSON.stringify(endpoint.modelMap),
      families: JSON.stringify(endpoint.families),
      max_concurrent: endpoint.maxConcurrent,
      input_includes_cache: endpoint.inputIncludesCache ? 1 : 0,
      cost_multiplier: endpoint.costMultiplier,
      note: endpoint.note,
      is_enabled: endpoint.isEnabled ? 1 : 0,
      sealed_credential: endpoint.sealedCredential,
      revision: endpoint.revision,
      removed_at_ms: endpoint.removedAtMs,
      created_at_ms: endpoint.createdAtMs,
      updated_at_ms: endpoint.updatedAtMs,
    }));
    this.#write({ table: 'endpoints', key: 'id', columns: Object.keys(endpointRowSchema.in.shape), rows, remove: change.remove });
  }

  loadTokens(): StoredTokenRecord[] {
    return z.array(tokenRowSchema).parse(this.#database.prepare('SELECT * FROM tokens ORDER BY created_at_ms, name').all());
  }

  writeTokens(change: Change<StoredTokenRecord>): void {
    const rows = change.upsert.map((token) => ({
      name: token.name,
      kind: token.kind,
      hash: token.hash,
      tail: token.tail,
      created_at_ms: token.createdAtMs,
      last_used_at_ms: token.lastUsedAtMs,
      expires_at_ms: token.expiresAtMs,
    }));
    this.#write({ table: 'tokens', key: 'name', columns: Object.keys(tokenRowSchema.in.shape), rows, remove: change.remove });
  }

  #write(change: {
    readonly table: 'endpoints' | 'tokens';
    readonly key: string;
    readonly columns: readonly string[];
    readonly rows: readonly Readonly<Record<string, string | number | null>>[];
    readonly remove: readonly string[];
  }): void {
    const { table, key, columns } = change;
    const put = this.#database.prepare(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
    );
    const remove = this.#database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
    setDurability(this.#database, 'configuration');
    try {
      this.#database
        .transaction(() => {
          for (const name of change.remove) remove.run(name);
          for (const row of change.rows) put.run(row);
        })
        .immediate();
    } finally {
      setDurability(this.#database, 'records');
    }
  }
}
