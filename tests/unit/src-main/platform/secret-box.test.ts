import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyHomes } from '../../../../src-main/platform/key-homes.ts';
import { NO_KEYCHAIN } from '../../../../src-main/platform/keychain.ts';
import { keyIdOf, neededKeyId, SecretBox } from '../../../../src-main/platform/secret-box.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await useTempFolder();
});
const homeAt = (name = 'key') => new KeyHomes({ file: join(folder, name), keychain: NO_KEYCHAIN });

describe('SecretBox', () => {
  it('gives back any text, and never the same sealed form twice', async () => {
    const box = await SecretBox.open(homeAt());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (plain) => {
        const sealed = box.seal(plain);
        expect(box.unseal(sealed).reveal()).toBe(plain);
        expect(box.seal(plain)).not.toBe(sealed);
      }),
    );
  });

  it('opens at the next start what it sealed at this one', async () => {
    const sealed = (await SecretBox.open(homeAt())).seal('sk-ant-1');
    expect((await SecretBox.open(homeAt())).unseal(sealed).reveal()).toBe('sk-ant-1');
    expect(sealed).not.toContain('sk-ant');
  });

  it('refuses a text in which any one character was changed', async () => {
    const box = await SecretBox.open(homeAt());
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
    const sealed = (await SecretBox.open(homeAt())).seal('x');
    const keyId = sealed.split('.')[1] ?? 'none';
    const other = await SecretBox.open(homeAt('other'));
    expect(() => other.unseal(sealed)).toThrow(
      expect.objectContaining({ code: 'KEY_UNAVAILABLE', message: expect.stringMatching(new RegExp(`key ${keyId}.*missing`)) }),
    );
  });

  it('refuses a home whose key has the wrong length', async () => {
    const home = { load: async () => Buffer.alloc(16), create: async () => Buffer.alloc(16) };
    await expect(SecretBox.open(home)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });

  it('gives out its key, and says which key a sealed text needs', async () => {
    const box = await SecretBox.open(homeAt());
    const sealed = box.seal('x');
    expect(neededKeyId(sealed)).toBe(keyIdOf(box.key()));
    expect(neededKeyId('plain')).toBeNull();
    expect(SecretBox.with(box.key()).unseal(sealed).reveal()).toBe('x');
    expect(box.problem).toBeNull();
  });

  it('that is closed says why to whoever needs the key', () => {
    const problem = new AppError('KEY_UNAVAILABLE', 'sealed by the keychain');
    const box = SecretBox.closed(problem);
    expect(box.problem).toBe(problem);
    for (const use of [() => box.seal('x'), () => box.unseal('x'), () => box.key()]) expect(use).toThrow(problem);
  });
});

function sameBytes(one: string, other: string): boolean {
  const bytes = (sealed: string) => sealed.split('.').map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')));
  return bytes(one).join('.') === bytes(other).join('.');
}
