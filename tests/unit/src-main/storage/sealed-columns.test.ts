import { expect, it } from 'vitest';
import { z } from 'zod';
import { SEALED_COLUMNS, sealedTexts } from '../../../../src-main/storage/sealed-columns.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

it('lists every column that says it is sealed, so that none is forgotten when the key moves', async () => {
  const database = await useTestDatabase();
  const found = database
    .prepare(
      `SELECT tables.name AS "table", columns.name AS "column" FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' AND columns.name LIKE 'sealed%' ORDER BY 1, 2`,
    )
    .all();
  const listed = SEALED_COLUMNS.map(({ table, column }) => ({ table, column }));
  expect(z.array(z.object({ table: z.string(), column: z.string() })).parse(found)).toEqual(listed.sort((a, b) => (a.table < b.table ? -1 : 1)));
});

it('gives every sealed text with what it is, and nothing for what has none', async () => {
  const database = await useTestDatabase();
  const add = database.prepare(
    `INSERT INTO endpoints (id, position, name, base_url, protocol, auth_style, model_map, families, note, is_enabled, sealed_credential, revision, created_at_ms, updated_at_ms)
     VALUES (?, 1, ?, 'https://api.example.com', 'anthropic', 'auto', '{}', '[]', '', 1, ?, 1, 0, 0)`,
  );
  add.run('a', 'A', 'v1.one');
  add.run('b', 'B', null);
  add.run('c', 'C', 'v1.two');
  expect(sealedTexts(database)).toEqual([
    { kind: 'endpoint-credentials', sealed: 'v1.one' },
    { kind: 'endpoint-credentials', sealed: 'v1.two' },
  ]);
});
