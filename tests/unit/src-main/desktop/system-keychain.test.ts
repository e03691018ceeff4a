import { beforeEach, expect, it } from 'vitest';
import { systemKeychain } from '../../../../src-main/desktop/system-keychain.ts';
import { resetElectron, safeStorage } from '../../../support/electron-double.ts';

beforeEach(resetElectron);
const keychain = (platform: NodeJS.Platform = 'linux') => systemKeychain(safeStorage, platform);

it('gives back what it sealed, which does not show the text', async () => {
  const sealed = await keychain().seal('the key');
  expect(Buffer.from(sealed).includes('the key')).toBe(false);
  expect(await keychain().open(sealed)).toEqual({ text: 'the key', resealed: null });
});

it.each([
  ['no keychain', { isAvailable: false }, 'none'],
  ['only a fixed password', { backend: 'basic_text' }, 'fixed-password'],
  ['a keyring', {}, 'usable'],
] as const)('says that there is %s', async (_what, changes, state) => {
  Object.assign(safeStorage, changes);
  expect(await keychain().state()).toBe(state);
});

it('does not take the name of a Linux backend for a weakness elsewhere', async () => {
  safeStorage.backend = 'basic_text';
  expect(await keychain('darwin').state()).toBe('usable');
});

it('seals anew when the system asks for it', async () => {
  const sealed = await keychain().seal('the key');
  safeStorage.shouldReEncrypt = true;
  expect(await keychain().open(sealed)).toEqual({ text: 'the key', resealed: sealed });
});

it('rejects what it cannot open', async () => {
  const sealed = await keychain().seal('the key');
  safeStorage.lock = 0x11;
  await expect(keychain().open(sealed)).rejects.toThrow();
});
