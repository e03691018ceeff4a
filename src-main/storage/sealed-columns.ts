/**
 * The one list of columns that hold texts sealed with the data key. Whoever seals anything else adds its column here, so that a
 * move of the key proves itself on it; a test compares the list with the columns named `sealed_..`.
 */
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { type SealedKind, sealedKindSchema } from '../../src-shared/schemas/secrets.ts';

interface SealedColumn {
  readonly kind: SealedKind;
  readonly table: string;
  /** NULL where nothing is sealed. */
  readonly column: string;
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { kind: 'endpoint-credentials', table: 'endpoints', column: 'sealed_credential' },
  { kind: 'mcp-servers', table: 'mcp_servers_off', column: 'sealed_entry' },
];

export const sealedTextSchema = z.object({ kind: sealedKindSchema, sealed: z.string() });
export type SealedText = z.infer<typeof sealedTextSchema>;

const rowSchema = z.object({ sealed: z.string() });

/** Some dozens; of removed endpoints too, as long as their removal can be undone. */
export function sealedTexts(database: Database): SealedText[] {
  return SEALED_COLUMNS.flatMap(({ kind, table, column }) => {
    const rows = database.prepare(`SELECT ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`).all();
    return z
      .array(rowSchema)
      .parse(rows)
      .map(({ sealed }) => ({ kind, sealed }));
  });
}
