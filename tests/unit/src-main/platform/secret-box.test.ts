import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { fileKeyHome, SecretBox, sealedKeyFile } from '../../../../src-main/platform/secret-box.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await useTempFolder();
});
const keyPath = () => join(folder, 'key');

describe('SecretBox', () => {
  it('gives back any text, and never the same sealed form twice', async () => {
    const box = await SecretBox.open(fileKeyHome(keyPath()));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        const sealed = box.seal(plain);
        expect(box.unseal(sealed).reveal()).toBe(plain);
        expect(box.seal(plain)).not.toBe(sealed);
      }),
    );
  });

  it('opens at the next start what it sealed at this one', async () => {
    const sealed = (await SecretBox.open(fileKeyHome(keyPath()))).seal('sk-ant-1');
    expect((await SecretBox.open(fileKeyHome(keyPath()))).unseal(sealed).reveal()).toBe('sk-ant-1');
    expect(sealed).not.toContain('sk-ant');
  });

  it('refuses a text in which any one character was changed', async () => {
    const box = await SecretBox.open(fileKeyHome(keyPath()));
    const sealed = box.seal('the credential');
    for (let index = 0; index < sealed.length; index += 1) {
      const other = sealed[index] === 'a' ? 'e' : 'a';
      const changed = `${sealed.slice(0, index)}${other}${sealed.slice(index + 1)}`;
      // The last base64url character of a part may carry unused bits; a change there alone yields the same bytes.
      if (sameBytes(changed, sealed)) continue;
      expect(() => box.unseal(changed), `index ${index}`).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE' }));
    }
    for (const bad of ['', 'v1', `${sealed}A`, sealed.replace('v1.', 'v2.'), sealed.slice(0, -4), `${sealed}\n`]) {
      expect(() => box.unseal(bad), bad).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE' }));
    }
  });

  it('names the key that is missing when the text was sealed with another', async () => {
    const sealed = (await SecretBox.open(fileKeyHome(keyPath()))).seal('x');
    const keyId = sealed.split('.')[1] ?? 'none';
    const other = await SecretBox.open(fileKeyHome(join(folder, 'other')));
    expect(() => other.unseal(sealed)).toThrow(
      expect.objectContaining({ code: 'KEY_UNAVAILABLE', message: expect.stringMatching(new RegExp(`key ${keyId}.*missing`)) }),
    );
  });

  it('refuses a home whose key has the wrong length', async () => {
    const home = { load: async () => Buffer.alloc(16), create: async () => Buffer.alloc(16) };
    await expect(SecretBox.open(home)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });
});

describe('fileKeyHome', () => {
  it('makes one private key file and no other file', async () => {
    expect(await fileKeyHome(keyPath()).load()).toBeNull();
    await fileKeyHome(keyPath()).create();
    expect((await stat(keyPath())).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('agrees on one key when many starts make one at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => fileKeyHome(keyPath()).create()));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(await fileKeyHome(keyPath()).load()).toEqual(keys[0]);
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('never overwrites what is there, even when it is no key', async () => {
    await writeFile(keyPath(), 'precious but broken');
    await expect(fileKeyHome(keyPath()).load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining(keyPath()) });
    await expect(fileKeyHome(keyPath()).create()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await readFile(keyPath(), 'utf8')).toBe('precious but broken');
  });

  it('closes a key file that other users could read', async () => {
    await fileKeyHome(keyPath()).create();
    await chmod(keyPath(), 0o644);
    await fileKeyHome(keyPath()).load();
    expect((await stat(keyPath())).mode & 0o777).toBe(0o600);
  });

  it('says which file cannot be written', async () => {
    const path = join(folder, 'missing-folder', 'key');
    await expect(fileKeyHome(path).create()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE', message: expect.stringContaining(path) });
  });
});

function sameBytes(one: string, other: string): boolean {
  const bytes = (sealed: string) => sealed.split('.').map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')));
  return bytes(one).join('.') === bytes(other).join('.');
}

it('makes no second key beside one that the keychain sealed, and says who can open that', async () => {
  await writeFile(sealedKeyFile(keyPath()), 'sealed by the keychain');
  await expect(SecretBox.open(fileKeyHome(keyPath()))).rejects.toMatchObject({
    code: 'KEY_UNAVAILABLE',
    message: expect.stringContaining('desktop app'),
  });
  expect(await readdir(folder)).toEqual(['key.sealed']);
});
