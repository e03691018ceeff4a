import { expect, it } from 'vitest';
import { McpServerStore } from '../../../../src-main/storage/mcp-server-store.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

const row = (id: string, scope: Parameters<McpServerStore['write']>[0]['upsert'][number]['scope'], switchedOffAtMs = 1) => ({
  id,
  scope,
  name: 'files',
  sealedEntry: `v1.${id}`,
  switchedOffAtMs,
});
const user = row('a', { kind: 'user', folder: '/f' }, 3);
const local = row('b', { kind: 'local', folder: '/f', project: '/p' }, 2);
const project = row('c', { kind: 'project', project: '/p' }, 1);

it('keeps servers of every scope, the one switched off first before the others', async () => {
  const store = new McpServerStore(await useTestDatabase());
  store.write({ upsert: [user, local, project], remove: [] });
  expect(store.load()).toEqual([project, local, user]);
  store.write({ upsert: [{ ...local, name: 'renamed' }], remove: ['a', 'unknown'] });
  expect(store.load()).toEqual([project, { ...local, name: 'renamed' }]);
});

it('changes nothing when one of the rows cannot be written', async () => {
  const database = await useTestDatabase();
  const store = new McpServerStore(database);
  store.write({ upsert: [user], remove: [] });
  database.exec("CREATE TRIGGER refuse BEFORE INSERT ON mcp_servers_off WHEN NEW.id = 'c' BEGIN SELECT RAISE(ABORT, 'no'); END");
  expect(() => store.write({ upsert: [local, project], remove: ['a'] })).toThrow(/no/);
  expect(store.load()).toEqual([user]);
});
