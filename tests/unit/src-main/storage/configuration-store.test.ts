import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationStore } from '../../../../src-main/storage/configuration-store.ts';
import { sampleStoredEndpoint } from '../../../support/sample-endpoint.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let store: ConfigurationStore;
beforeEach(async () => {
  database = await useTestDatabase();
  store = new ConfigurationStore(database);
});

const token = { name: 'ci', kind: 'named' as const, hash: 'h', tail: 'abcd', createdAtMs: 2, lastUsedAtMs: 3, expiresAtMs: 4 };

describe('ConfigurationStore', () => {
  it('gives back endpoints as they were written, in the order of priority', () => {
    const full = sampleStoredEndpoint({
      id: 'b',
      position: 2,
      modelMap: { 'claude-*': 'other "model"', sonnet: 'x' },
      families: ['opus', 'other'],
      note: "it's; DROP TABLE endpoints",
      isEnabled: false,
      sealedCredential: 'v1.a.b',
      revision: 9,
      removedAtMs: 77,
    });
    const plain = sampleStoredEndpoint({ id: 'a', position: 1 });
    store.writeEndpoints({ upsert: [full, plain], remove: [] });
    expect(store.loadEndpoints()).toEqual([plain, full]);
  });

  it('replaces, removes and ignores what is not there', () => {
    store.writeEndpoints({ upsert: [sampleStoredEndpoint({ id: 'a' }), sampleStoredEndpoint({ id: 'b', position: 2 })], remove: [] });
    store.writeEndpoints({ upsert: [sampleStoredEndpoint({ id: 'b', name: 'new', position: 1 })], remove: ['a', 'nobody'] });
    expect(store.loadEndpoints()).toMatchObject([{ id: 'b', name: 'new', position: 1 }]);
    store.writeTokens({ upsert: [token], remove: [] });
    store.writeTokens({ upsert: [{ ...token, lastUsedAtMs: null }], remove: [] });
    expect(store.loadTokens()).toEqual([{ ...token, lastUsedAtMs: null }]);
    store.writeTokens({ upsert: [], remove: ['ci'] });
    expect(store.loadTokens()).toEqual([]);
  });

  it('changes all or nothing', () => {
    store.writeEndpoints({ upsert: [sampleStoredEndpoint({ id: 'a' })], remove: [] });
    const broken = sampleStoredEndpoint({ id: 'c', revision: 1.5 }); // The column takes whole numbers only.
    expect(() => store.writeEndpoints({ upsert: [sampleStoredEndpoint({ id: 'b' }), broken], remove: ['a'] })).toThrow(/INTEGER/);
    expect(store.loadEndpoints().map(({ id }) => id)).toEqual(['a']);
  });

  it('asks the disk to confirm each change, and no longer afterwards, even after a failure', () => {
    const seen: unknown[] = [];
    const pragma = vi.spyOn(database, 'pragma');
    database.function('durability', () => {
      seen.push(pragma.mock.lastCall?.[0]);
      return null;
    });
    database.exec('CREATE TEMP TRIGGER watch AFTER INSERT ON tokens BEGIN SELECT durability(); END');
    store.writeTokens({ upsert: [token], remove: [] });
    expect(() => store.writeTokens({ upsert: [{ ...token, createdAtMs: 0.5 }], remove: [] })).toThrow();
    expect([...seen, database.pragma('synchronous', { simple: true })]).toEqual(['synchronous = FULL', 1]);
  });
});
