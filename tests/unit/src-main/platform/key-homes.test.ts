import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWhole, nodeKeyFiles, replaceWhole, sweepDrafts } from '../../../../src-main/platform/key-files.ts';
import { KeyHomes } from '../../../../src-main/platform/key-homes.ts';
import { NO_KEYCHAIN } from '../../../../src-main/platform/keychain.ts';
import { SecretBox } from '../../../../src-main/platform/secret-box.ts';
import { MemoryKeychain } from '../../../support/memory-keychain.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
let keychain: MemoryKeychain;
beforeEach(async () => {
  folder = await useTempFolder();
  keychain = new MemoryKeychain();
});
const file = () => join(folder, 'key');
const headless = () => new KeyHomes({ file: file(), keychain: NO_KEYCHAIN });
const desktop = () => new KeyHomes({ file: file(), keychain });

describe('without a keychain', () => {
  it('makes one private key file and no other file', async () => {
    expect(await headless().load()).toBeNull();
    await headless().create();
    if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('agrees on one key when many starts make one at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => headless().create()));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(await headless().load()).toEqual(keys[0]);
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('never overwrites what is there, even when it is no key', async () => {
    await writeFile(file(), 'precious but broken');
    await expect(headless().load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining(file()) });
    await expect(headless().create()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await readFile(file(), 'utf8')).toBe('precious but broken');
  });

  it('closes a key file that other users could read', async () => {
    await headless().create();
    await chmod(file(), 0o644);
    await headless().load();
    if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('says which file cannot be written', async () => {
    const homes = new KeyHomes({ file: join(folder, 'missing-folder', 'key'), keychain: NO_KEYCHAIN });
    await expect(homes.create()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining('missing-folder') });
  });

  it('makes no second key beside one that the keychain sealed, and says who can open and move that', async () => {
    await desktop().create();
    await expect(SecretBox.open(headless())).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message: expect.stringMatching(/desktop app.*secrets move --to keyfile/),
    });
    expect(await readdir(folder)).toEqual(['key.sealed']);
  });

  it('works where files cannot have two names', async () => {
    const files = { ...nodeKeyFiles, link: () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' })) };
    const homes = new KeyHomes({ file: file(), keychain: NO_KEYCHAIN, files });
    const key = await homes.create();
    expect(await homes.create()).toEqual(key);
    expect(await readdir(folder)).toEqual(['key']);
  });
});

describe('with a keychain', () => {
  it('seals a new key, so that no file holds it in the clear', async () => {
    expect(await desktop().load()).toBeNull();
    const key = await desktop().create();
    expect(key).toHaveLength(32);
    expect(await desktop().load()).toEqual(key);
    expect(await readdir(folder)).toEqual(['key.sealed']);
    expect((await readFile(join(folder, 'key.sealed'))).includes(key.toString('base64'))).toBe(false);
  });

  it.each(['none', 'fixed-password'] as const)('uses the key file when it protects nothing: %s', async (state) => {
    keychain.current = state;
    const key = await desktop().create();
    expect(await readdir(folder)).toEqual(['key']);
    expect(await headless().load()).toEqual(key);
    expect(await desktop().load()).toEqual(key);
  });

  it('keeps using the key file of the headless host', async () => {
    const key = await headless().create();
    expect(await desktop().load()).toEqual(key);
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('never replaces a key that another process made first', async () => {
    const first = await desktop().create();
    expect(await desktop().create()).toEqual(first);
  });

  it('seals again when the keychain asks for it', async () => {
    const key = await desktop().create();
    keychain.wantsResealing = true;
    await writeFile(join(folder, 'key.sealed'), await keychain.seal(`${key.toString('base64')}\n`));
    const before = await readFile(join(folder, 'key.sealed'));
    keychain.open = async () => ({ text: key.toString('base64'), resealed: await keychain.seal(key.toString('base64')) });
    expect(await desktop().load()).toEqual(key);
    expect(await readFile(join(folder, 'key.sealed'))).not.toEqual(before);
    expect(await readdir(folder)).toEqual(['key.sealed']);
  });

  it('says what to do when the keychain was reset or the file is damaged, and changes nothing', async () => {
    await desktop().create();
    const sealed = await readFile(join(folder, 'key.sealed'));
    keychain.lock = 0x11;
    await expect(desktop().load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining('Unlock it') });
    expect(await readFile(join(folder, 'key.sealed'))).toEqual(sealed);
    await writeFile(join(folder, 'key.sealed'), await keychain.seal('short'));
    await expect(desktop().load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });
});

describe('files that hold a key', () => {
  it('appear as a whole, are replaced as a whole, and leave no draft', async () => {
    expect(await createWhole(nodeKeyFiles, file(), Buffer.from('one'))).toBe(true);
    expect(await createWhole(nodeKeyFiles, file(), Buffer.from('two'))).toBe(false);
    await replaceWhole(nodeKeyFiles, file(), Buffer.from('three'));
    expect(await readFile(file(), 'utf8')).toBe('three');
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('leave no copy behind after a crash: the next start sweeps drafts, and nothing else', async () => {
    const draft = `${file()}.7c5b2b6e-0f60-4d1a-9c22-2b1f0b9a6d11.tmp`;
    for (const path of [draft, file(), join(folder, 'key.txt'), join(folder, 'keys.tmp')]) await writeFile(path, 'x');
    await sweepDrafts(nodeKeyFiles, file());
    expect((await readdir(folder)).sort()).toEqual(['key', 'key.txt', 'keys.tmp']);
  });
});
