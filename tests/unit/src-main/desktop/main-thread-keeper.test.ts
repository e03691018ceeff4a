import { expect, it } from 'vitest';
import { MainThreadKeeper } from '../../../../src-main/desktop/main-thread-keeper.ts';

it('answers each question in the form in which it crosses the thread boundary', async () => {
  const key = Buffer.alloc(32, 7);
  const written: unknown[] = [];
  let stored: Buffer | null = null;
  const keeper = new MainThreadKeeper({
    keyHome: () => ({
      load: () => Promise.resolve(stored),
      create: () => {
        stored = key;
        return Promise.resolve(key);
      },
    }),
    settings: { read: () => ({ kind: 'absent' }), setAside: () => Promise.resolve('kept'), write: (document) => void written.push(document) },
  });
  expect(await keeper.answer({ kind: 'load-key' })).toBeNull();
  expect(await keeper.answer({ kind: 'create-key' })).toBe(key.toString('base64'));
  expect(await keeper.answer({ kind: 'load-key' })).toBe(key.toString('base64'));
  expect(await keeper.answer({ kind: 'read-settings' })).toEqual({ kind: 'absent' });
  expect(await keeper.answer({ kind: 'set-settings-aside' })).toBe('kept');
  await keeper.answer({ kind: 'write-settings', document: { a: 1 } });
  expect(written).toEqual([{ a: 1 }]);
});
