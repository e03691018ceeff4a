import { describe, expect, it } from 'vitest';
import { failure, input, names, started } from '../../../support/endpoint-registry-rig.ts';
import { MemoryEndpointStore } from '../../../support/memory-stores.ts';

describe('EndpointRegistry, with what is stored,', () => {
  it('shows and announces a change only after it is stored', async () => {
    const { registry, store } = await started();
    const seen: string[] = [];
    registry.onChange((change) => seen.push(change.kind));
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    store.beforeWrite = () => {
      reached.resolve();
      return gate.promise;
    };
    const adding = registry.add(input({ name: 'slow' }));
    await reached.promise;
    expect([registry.list(), registry.enabled(), seen]).toEqual([[], [], []]);
    gate.resolve();
    await adding;
    expect([names(registry), registry.enabled().length, seen]).toEqual([['1 slow'], 1, ['added']]);
  });

  it('leaves everything as it was when storing fails, and works again afterwards', async () => {
    const { registry, store } = await started();
    await registry.add(input({ name: 'kept' }));
    const before = registry.list();
    store.beforeWrite = () => Promise.reject(new Error('disk full'));
    await expect(registry.add(input({ name: 'lost' }))).rejects.toThrow('disk full');
    await expect(registry.remove('kept')).rejects.toThrow('disk full');
    expect(registry.list()).toEqual(before);
    store.beforeWrite = async () => undefined;
    await registry.add(input({ name: 'lost' }));
    expect(names(registry)).toEqual(['1 kept', '2 lost']);
  });

  it('removes with undo to the old place until the stop, which forgets it for good', async () => {
    const { registry, store } = await started();
    for (const name of ['a', 'b', 'c']) await registry.add(input({ name }));
    const { id } = registry.get('b');
    await registry.remove(id);
    expect(names(registry)).toEqual(['1 a', '2 c']);
    await registry.undoRemove(id);
    expect(names(registry)).toEqual(['1 a', '2 b', '3 c']);
    await registry.remove(id);
    expect(await failure(registry.edit(id, { note: 'x' }))).toMatchObject({ code: 'ENDPOINT_NOT_FOUND' });
    await registry.stop();
    expect(store.rows.map((row) => row.name)).toEqual(['a', 'c']);
    expect(await failure(registry.undoRemove(id))).toMatchObject({ code: 'ENDPOINT_NOT_FOUND' });
  });

  it('does not undo a removal onto a name that was taken meanwhile', async () => {
    const { registry } = await started();
    const { id } = await registry.add(input({ name: 'a' }));
    await registry.remove(id);
    await registry.add(input({ name: 'A' }));
    expect(await failure(registry.undoRemove(id))).toMatchObject({ code: 'ENDPOINT_NAME_TAKEN' });
    await registry.edit('A', { name: 'other' });
    await registry.undoRemove(id);
    expect(names(registry)).toEqual(['1 a', '2 other']);
  });

  it('comes back as it was after a start, purges removals of a run that crashed, and closes gaps', async () => {
    const first = await started();
    for (const name of ['a', 'b', 'c']) await first.registry.add(input({ name, credential: `credential-of-${name}-long-enough` }));
    await first.registry.remove(first.registry.get('b').id);
    const gapped = new MemoryEndpointStore(first.store.rows.map((row) => ({ ...row, position: row.position * 7 })));
    const second = await started({ store: gapped });
    expect(names(second.registry)).toEqual(['1 a', '2 c']);
    expect(gapped.rows.map((row) => row.position)).toEqual([1, 2]);
    expect(second.registry.enabled()[0]?.credential?.reveal()).toBe('credential-of-a-long-enough');
  });

  it('does not use an endpoint whose credential cannot be decrypted, and says so instead of failing the start', async () => {
    const first = await started();
    await first.registry.add(input({ name: 'a', credential: 'a-credential-long-enough' }));
    const store = new MemoryEndpointStore(first.store.rows.map((row) => ({ ...row, sealedCredential: 'sealed with another key' })));
    const { registry, logger } = await started({ store });
    expect(registry.enabled()).toEqual([]);
    expect(registry.get('a').state).toMatchObject({ kind: 'disabled', lastFailureReason: expect.stringContaining('enter it again') });
    expect(logger.messages('error')).toHaveLength(1);
    expect(await failure(registry.test({ id: 'a' }, null))).toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await registry.edit('a', { credential: 'a-fresh-credential' });
    expect(registry.enabled()[0]?.credential?.reveal()).toBe('a-fresh-credential');
  });
});
