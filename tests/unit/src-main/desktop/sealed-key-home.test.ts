import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { sealedKeyHome } from '../../../../src-main/desktop/sealed-key-home.ts';
import { fileKeyHome } from '../../../../src-main/platform/secret-box.ts';
import { resetElectron, safeStorage } from '../../../support/electron-double.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

beforeEach(resetElectron);

async function setUp(platform: NodeJS.Platform = 'linux') {
  const folder = await tempFolder();
  const [keyFile, sealedFile] = [join(folder, 'key'), join(folder, 'key.sealed')];
  return { home: sealedKeyHome({ keychain: safeStorage, keyFile, sealedFile, platform }), keyFile, sealedFile };
}
const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

it('seals a new key with the keychain, so that no file holds it in the clear', async () => {
  const { home, keyFile, sealedFile } = await setUp();
  expect(await home.load()).toBeNull();
  const key = await home.create();
  expect(key).toHaveLength(32);
  expect(await home.load()).toEqual(key);
  expect(await exists(keyFile)).toBe(false);
  expect((await readFile(sealedFile)).includes(key.toString('base64'))).toBe(false);
  if (process.platform !== 'win32') expect((await stat(sealedFile)).mode & 0o777).toBe(0o600);
});

it.each([
  ['there is no keychain', () => Object.assign(safeStorage, { isAvailable: false })],
  ['the keychain is only a fixed password', () => Object.assign(safeStorage, { backend: 'basic_text' })],
])('uses the key file when %s', async (_when, arrange) => {
  const { home, keyFile, sealedFile } = await setUp();
  arrange();
  const key = await home.create();
  expect(await exists(sealedFile)).toBe(false);
  expect(await fileKeyHome(keyFile).load()).toEqual(key);
  expect(await home.load()).toEqual(key);
});

it('does not take the name of a Linux backend for a weakness elsewhere', async () => {
  const { home, sealedFile } = await setUp('darwin');
  safeStorage.backend = 'basic_text';
  await home.create();
  expect(await exists(sealedFile)).toBe(true);
});

it('keeps using the key file of the headless host', async () => {
  const { home, keyFile, sealedFile } = await setUp();
  const key = await fileKeyHome(keyFile).create();
  expect(await home.load()).toEqual(key);
  expect(await exists(sealedFile)).toBe(false);
});

it('never replaces a key that another process made first', async () => {
  const { home } = await setUp();
  const first = await home.create();
  expect(await home.create()).toEqual(first);
});

it('seals again when the keychain asks for it', async () => {
  const { home, sealedFile } = await setUp();
  const key = await home.create();
  const before = await readFile(sealedFile);
  safeStorage.shouldReEncrypt = true;
  const seal = safeStorage.encryptStringAsync.bind(safeStorage);
  Object.assign(safeStorage, { encryptStringAsync: async (text: string) => Buffer.concat([await seal(text), Buffer.from('2')]) });
  try {
    expect(await home.load()).toEqual(key);
    expect(await readFile(sealedFile)).not.toEqual(before);
  } finally {
    Object.assign(safeStorage, { encryptStringAsync: seal });
  }
});

it('says what to do when the keychain was reset or the file is damaged, and changes nothing', async () => {
  const { home, sealedFile } = await setUp();
  await home.create();
  const sealed = await readFile(sealedFile);
  safeStorage.lock = 0x11;
  await expect(home.load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining('Unlock it') });
  expect(await readFile(sealedFile)).toEqual(sealed);
  await writeFile(sealedFile, await safeStorage.encryptStringAsync('short'));
  await expect(home.load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
});
