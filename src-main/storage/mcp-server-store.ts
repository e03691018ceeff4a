/** Decides how switched-off MCP servers look as rows. Every change is one transaction that is on disk when it returns. */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Change } from './configuration-store.ts';
import { setDurability } from './open-database.ts';
import { type StoredMcpServerRecord, storedMcpServerSchema } from './worker-calls.ts';

const rowSchema = z
  .object({
    id: z.string(),
    scope: z.string(),
    folder: z.string().nullable(),
    project: z.string().nullable(),
    name: z.string(),
    sealed_entry: z.string(),
    switched_off_at_ms: z.number(),
  })
  .transform(({ id, scope, folder, project, name, sealed_entry, switched_off_at_ms }) => ({
    id,
    scope: { kind: scope, ...(folder === null ? {} : { folder }), ...(project === null ? {} : { project }) },
    name,
    sealedEntry: sealed_entry,
    switchedOffAtMs: switched_off_at_ms,
  }))
  .pipe(storedMcpServerSchema);

export class McpServerStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order in which they were switched off. */
  load(): StoredMcpServerRecord[] {
    return z.array(rowSchema).parse(this.#database.prepare('SELECT * FROM mcp_servers_off ORDER BY switched_off_at_ms, id').all());
  }

  write({ upsert, remove }: Change<StoredMcpServerRecord>): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO mcp_servers_off VALUES (?, ?, ?, ?, ?, ?, ?)');
    const drop = this.#database.prepare('DELETE FROM mcp_servers_off WHERE id = ?');
    setDurability(this.#database, 'configuration');
    try {
      this.#database
        .transaction(() => {
          for (const id of remove) drop.run(id);
          for (const { id, scope, name, sealedEntry, switchedOffAtMs } of upsert) {
            const folder = scope.kind === 'project' ? null : scope.folder;
            const project = scope.kind === 'user' ? null : scope.project;
            put.run(id, scope.kind, folder, project, name, sealedEntry, switchedOffAtMs);
          }
        })
        .immediate();
    } finally {
      setDurability(this.#database, 'records');
    }
  }
}
