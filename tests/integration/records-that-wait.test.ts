/** What a user sees while the database takes nothing: requests go on, it is said that they wait, and none is missing afterwards. */
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { eventually } from '../support/eventually.ts';
import { FakeEndpoint, streamText } from '../support/fake-endpoint.ts';

it('relays while another program holds the database, says that records wait, and stores them all afterwards', async () => {
  const { core, folder } = await coreFixture();
  await core.start();
  const fake = await FakeEndpoint.start([streamText('hello')]);
  onTestFinished(() => fake.stop());
  await addEndpoint(core, { name: 'main', baseUrl: fake.url });
  const warnings = () => core.services.status().warnings;
  expect(warnings()).toEqual([]);

  const other = new BetterSqlite(join(folder, 'data', 'proxy.db'));
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  expect(await (await ask(core)).text()).toContain('message_stop');
  await eventually(warnings).toEqual([
    'Requests wait in memory and are recorded when that is possible again: the database is in use by another program.',
  ]);
  expect(await (await ask(core)).text()).toContain('message_stop');

  other.exec('ROLLBACK');
  await eventually(warnings).toEqual([]);
  await eventually(async () => (await core.services.exchanges.count({})).count).toBe(2);
});
