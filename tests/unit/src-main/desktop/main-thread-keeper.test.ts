import { expect, it } from 'vitest';
import { keychainAnswers } from '../../../../src-main/desktop/host-messages.ts';
import { MainThreadKeeper } from '../../../../src-main/desktop/main-thread-keeper.ts';
import { MemoryKeychain } from '../../../support/memory-keychain.ts';

it('answers each question in the form in which it crosses the thread boundary', async () => {
  const keychain = new MemoryKeychain();
  const written: unknown[] = [];
  const keeper = new MainThreadKeeper({
    keychain,
    settings: { read: () => ({ kind: 'absent' }), setAside: () => Promise.resolve('kept'), write: (document) => void written.push(document) },
    resolveProxy: async (url) => `PROXY for ${url}`,
  });
  expect(await keeper.answer({ kind: 'resolve-proxy', url: 'https://a.example/' })).toBe('PROXY for https://a.example/');
  expect(await keeper.answer({ kind: 'keychain-state' })).toBe('usable');
  const sealed = keychainAnswers.sealed.parse(await keeper.answer({ kind: 'seal', text: 'the key' }));
  expect(Buffer.from(sealed, 'base64')).toEqual(await keychain.seal('the key'));
  expect(await keeper.answer({ kind: 'unseal', sealed })).toEqual({ text: 'the key', resealed: null });
  keychain.wantsResealing = true;
  expect(keychainAnswers.opened.parse(await keeper.answer({ kind: 'unseal', sealed }))).toEqual({ text: 'the key', resealed: sealed });
  keychain.lock = 0x11;
  await expect(keeper.answer({ kind: 'unseal', sealed })).rejects.toThrow('decryption failed');
  expect(await keeper.answer({ kind: 'read-settings' })).toEqual({ kind: 'absent' });
  expect(await keeper.answer({ kind: 'set-settings-aside' })).toBe('kept');
  await keeper.answer({ kind: 'write-settings', document: { a: 1 } });
  expect(written).toEqual([{ a: 1 }]);
});
