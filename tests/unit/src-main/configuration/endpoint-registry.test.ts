import { describe, expect, it } from 'vitest';
import type { EndpointService } from '../../../../src-main/admin/ports.ts';
import type { EndpointSource } from '../../../../src-main/proxy/ports.ts';
import { failure, input, names, started } from '../../../support/endpoint-registry-rig.ts';

describe('EndpointRegistry', () => {
  it('is what the admin router and the data path ask for', async () => {
    const { registry } = await started();
    const service: EndpointService = registry;
    const source: EndpointSource = registry;
    expect([service.list(), source.enabled(), source.defaultModels()]).toEqual([[], [], { haiku: 'h' }]);
  });

  it('appends at the end, seals the credential and shows only a mask of it', async () => {
    const { registry, store } = await started();
    await registry.add(input({ name: 'first' }));
    const added = await registry.add(input({ name: 'second', credential: 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz' }));
    expect(names(registry)).toEqual(['1 first', '2 second']);
    expect(added.credentialMask).toBe('sk-ant-api03-…wxyz');
    expect(JSON.stringify(registry.list())).not.toContain('abcdefgh');
    expect(JSON.stringify(store.rows)).not.toContain('abcdefgh');
    expect(registry.enabled()[1]?.credential?.reveal()).toBe('sk-ant-api03-abcdefghijklmnopqrstuvwxyz');
    expect(JSON.stringify(registry.enabled())).not.toContain('abcdefgh');
  });

  it('finds by id and by name without regard to case', async () => {
    const { registry } = await started();
    const added = await registry.add(input({ name: 'Alpha' }));
    expect([registry.get(added.id).name, registry.get('ALPHA').id]).toEqual(['Alpha', added.id]);
    expect(() => registry.get('beta')).toThrow(expect.objectContaining({ code: 'ENDPOINT_NOT_FOUND' }));
  });

  it.each(['alpha', ' ALPHA ', 'Alpha'])('refuses %j beside Alpha and names the field', async (name) => {
    const { registry, store } = await started();
    await registry.add(input({ name: 'Alpha' }));
    expect(await failure(registry.add(input({ name })))).toMatchObject({ code: 'ENDPOINT_NAME_TAKEN', field: 'name' });
    expect(store.rows).toHaveLength(1);
  });

  it('takes a name only once when two are added at the same time', async () => {
    const { registry } = await started();
    const results = await Promise.allSettled([registry.add(input({ name: 'same' })), registry.add(input({ name: 'SAME' }))]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect(names(registry)).toEqual(['1 same']);
  });

  it('lets an endpoint keep its own name in another case', async () => {
    const { registry } = await started();
    const { id } = await registry.add(input({ name: 'alpha' }));
    expect((await registry.edit(id, { name: 'ALPHA' })).name).toBe('ALPHA');
  });

  it.each(['http://127.0.0.1:9000', 'http://localhost:9000/v1', 'http://[::1]:9000', 'http://0.0.0.0:9000', 'http://127.1:9000/x'])(
    'refuses our own address %s when adding, editing and testing',
    async (baseUrl) => {
      const { registry, tested } = await started();
      const { id } = await registry.add(input({ name: 'ok' }));
      const self = input({ name: 'self', baseUrl });
      const expected = { code: 'ENDPOINT_IS_SELF', field: 'baseUrl' };
      expect(await failure(registry.add(self))).toMatchObject(expected);
      expect(await failure(registry.edit(id, { baseUrl: self.baseUrl }))).toMatchObject(expected);
      expect(await failure(registry.test({ draft: self, credentialFrom: null }, null))).toMatchObject(expected);
      expect(tested).toEqual([]);
      expect(registry.get(id).baseUrl).toBe('https://api.example.com');
    },
  );

  it('stops using an endpoint that turns out to be our own address once our port is known, and says why', async () => {
    let port = 0;
    const { registry } = await started({ ownAddresses: () => [{ host: '127.0.0.1', port }] });
    await registry.add(input({ name: 'loop', baseUrl: 'http://localhost:9123' }));
    expect(registry.enabled()).toHaveLength(1);
    port = 9_123;
    expect(registry.checkOwnAddresses()).toEqual(['loop']);
    expect(registry.enabled()).toEqual([]);
    expect(registry.get('loop').state).toMatchObject({ kind: 'disabled', lastFailureReason: expect.stringContaining('own address') });
    port = 9_124;
    expect(registry.checkOwnAddresses()).toEqual([]);
    expect(registry.enabled()).toHaveLength(1);
  });

  it('checks what callers hand in even though it is typed', async () => {
    const { registry } = await started();
    const bad = { ...input({ name: 'x' }), credential: 'sk-secret\nvalue' };
    const error = await failure(registry.add(bad));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', field: 'credential' });
    expect(error.message).not.toContain('sk-secret');
  });

  it('edits only what the patch names, counts the revision and keeps the credential', async () => {
    const { registry, store, clock } = await started();
    const { id } = await registry.add(input({ name: 'one', credential: 'a-credential-long-enough', note: 'n' }));
    clock.advance(1_000);
    const edited = await registry.edit(id, { note: 'changed', name: undefined });
    expect(edited).toMatchObject({ name: 'one', note: 'changed', updatedAtMs: clock.nowMs() });
    expect(store.rows[0]?.revision).toBe(2);
    expect(registry.enabled()[0]).toMatchObject({ revision: 2 });
    expect(registry.enabled()[0]?.credential?.reveal()).toBe('a-credential-long-enough');
    expect((await registry.edit(id, { credential: null })).credentialMask).toBeNull();
    expect(registry.enabled()[0]?.credential).toBeNull();
  });

  it('hands the data path the same array until something changes, without disabled ones', async () => {
    const { registry } = await started();
    const one = await registry.add(input({ name: 'one' }));
    await registry.add(input({ name: 'two' }));
    const enabled = registry.enabled();
    expect(registry.enabled()).toBe(enabled);
    await registry.edit(one.id, { isEnabled: false });
    expect(registry.enabled().map((endpoint) => endpoint.name)).toEqual(['two']);
    expect(registry.get('one').state.kind).toBe('disabled');
    expect(enabled.map((endpoint) => endpoint.name)).toEqual(['one', 'two']);
  });

  it.each([
    [3, 1, ['1 c', '2 a', '3 b', '4 d']],
    [1, 3, ['1 b', '2 c', '3 a', '4 d']],
    [2, 99, ['1 a', '2 c', '3 d', '4 b']],
    [4, -5, ['1 d', '2 a', '3 b', '4 c']],
    [2, 2, ['1 a', '2 b', '3 c', '4 d']],
  ])('moves number %i to %i and keeps positions dense', async (from, to, expected) => {
    const { registry, store } = await started();
    for (const name of ['a', 'b', 'c', 'd']) await registry.add(input({ name }));
    const writes = store.writes.length;
    await registry.move(registry.list()[from - 1]?.id ?? '', to);
    expect(names(registry)).toEqual(expected);
    expect([...store.rows].sort((a, b) => a.position - b.position).map((row) => `${row.position} ${row.name}`)).toEqual(expected);
    expect(registry.enabled().map((endpoint) => endpoint.name)).toEqual(expected.map((text) => text.slice(2)));
    expect(store.writes.length - writes).toBe(from === to ? 0 : 1);
  });

  it('clones right below the original, disabled, with the same credential, under a free name', async () => {
    const { registry } = await started();
    const { id } = await registry.add(input({ name: 'X', credential: 'a-credential-long-enough' }));
    await registry.add(input({ name: 'Y' }));
    const copy = await registry.clone(id);
    await registry.clone(copy.id);
    expect(names(registry)).toEqual(['1 X', '2 X copy', '3 X copy 2', '4 Y']);
    expect(copy).toMatchObject({ isEnabled: false, state: { kind: 'disabled' }, credentialMask: registry.get('X').credentialMask });
    await registry.edit(copy.id, { isEnabled: true });
    expect(registry.enabled()[1]?.credential?.reveal()).toBe('a-credential-long-enough');
  });

  it('tests a stored endpoint, and a draft with its own or a borrowed credential', async () => {
    const { registry, tested } = await started();
    const { id } = await registry.add(input({ name: 'a', credential: 'stored-credential' }));
    await registry.test({ id }, 'some-model');
    await registry.test({ draft: input({ name: 'a', baseUrl: 'https://other.example' }), credentialFrom: id }, null);
    await registry.test({ draft: input({ name: 'a', credential: 'typed' }), credentialFrom: id }, null);
    await registry.test({ draft: input({ name: 'a' }), credentialFrom: null }, null);
    expect(tested.map(({ endpoint, model }) => [endpoint.baseUrl, endpoint.credential?.reveal() ?? null, model])).toEqual([
      ['https://api.example.com', 'stored-credential', 'some-model'],
      ['https://other.example', 'stored-credential', null],
      ['https://api.example.com', 'typed', null],
      ['https://api.example.com', null, null],
    ]);
    expect(registry.list()).toHaveLength(1);
  });

  it('lets an endpoint rest as it is now, by name', async () => {
    const { registry, rested } = await started();
    const { id } = await registry.add(input({ name: 'a' }));
    expect((await registry.rest('A', 60_000)).id).toBe(id);
    await registry.edit(id, { note: 'x' });
    await registry.rest(id, null);
    expect(rested).toEqual([
      [id, 1, 60_000],
      [id, 2, null],
    ]);
    expect((await failure(registry.rest('nobody', null))).code).toBe('ENDPOINT_NOT_FOUND');
  });

  it('knows the revision of endpoints that are there', async () => {
    const { registry } = await started();
    const { id } = await registry.add(input({ name: 'a' }));
    await registry.edit(id, { isEnabled: false });
    expect([registry.revisionOf(id), registry.revisionOf('a')]).toEqual([2, null]);
    await registry.remove(id);
    expect(registry.revisionOf(id)).toBeNull();
  });

  it('ends the rests of an endpoint by name', async () => {
    const { registry, restored } = await started();
    const { id } = await registry.add(input({ name: 'a' }));
    expect((await registry.restore('A')).id).toBe(id);
    expect(restored).toEqual([id]);
  });
});
