import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeyFiles, nodeKeyFiles } from '../../../../src-main/platform/key-files.ts';
import { KeyHomes } from '../../../../src-main/platform/key-homes.ts';
import { type Keychain, NO_KEYCHAIN } from '../../../../src-main/platform/keychain.ts';
import { moveKey } from '../../../../src-main/platform/move-key.ts';
import { otherPlace, tidyMove } from '../../../../src-main/platform/tidy-move.ts';
import type { KeyPlace } from '../../../../src-shared/schemas/secrets.ts';
import { crashingKeyFiles } from '../../../support/crashing-key-files.ts';
import { MemoryKeychain } from '../../../support/memory-keychain.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const KEY = Buffer.alloc(32, 7);
const FILE_OF = { keyfile: 'key', keychain: 'key.sealed' } as const;
/** More than a move has; the tests below see that all of them were reached. */
const MANY_STEPS = 100;

let folder: string;
let keychain: MemoryKeychain;
beforeEach(async () => {
  folder = await useTempFolder();
  keychain = new MemoryKeychain();
});
const homesOf = (files: KeyFiles = nodeKeyFiles, chain: Keychain = keychain, inFolder = folder) =>
  new KeyHomes({ file: join(inFolder, 'key'), keychain: chain, files });
const proven = async () => undefined;
const names = async (inFolder = folder) => (await readdir(inFolder)).sort();

describe.each(['keyfile', 'keychain'] as const)('to the %s', (to) => {
  const from = otherPlace(to);

  it('leaves the key there alone, after it has proved itself from there', async () => {
    await homesOf().createIn(from, KEY);
    const seen: { key: Buffer; files: string[] }[] = [];
    await moveKey(homesOf(), to, KEY, async (key) => {
      seen.push({ key, files: await names() });
    });
    expect(seen).toEqual([{ key: KEY, files: ['key', 'key.move', 'key.sealed'] }]);
    expect(await names()).toEqual([FILE_OF[to]]);
    expect(await homesOf().load()).toEqual(KEY);
  });

  it('changes nothing when it lives there alone already', async () => {
    await homesOf().createIn(to, KEY);
    const counted = crashingKeyFiles(MANY_STEPS);
    await moveKey(homesOf(counted.files), to, KEY, proven);
    expect(counted.count()).toBe(0);
  });

  it('goes back when the key does not prove itself', async () => {
    await homesOf().createIn(from, KEY);
    const before = await readFile(join(folder, FILE_OF[from]));
    await expect(moveKey(homesOf(), to, KEY, () => Promise.reject(new Error('opens nothing')))).rejects.toThrow('opens nothing');
    expect(await names()).toEqual([FILE_OF[from]]);
    expect(await readFile(join(folder, FILE_OF[from]))).toEqual(before);
  });

  it('ends what somebody left half done: both homes with the same key', async () => {
    await homesOf().createIn('keyfile', KEY);
    await homesOf().createIn('keychain', KEY);
    await moveKey(homesOf(), to, KEY, proven);
    expect(await names()).toEqual([FILE_OF[to]]);
  });

  it('leaves another key alone, wherever it lies', async () => {
    const another = Buffer.alloc(32, 9);
    await homesOf().createIn(from, KEY);
    await homesOf().createIn(to, another);
    for (const inUse of [KEY, another]) {
      await expect(moveKey(homesOf(), to, inUse, proven)).rejects.toMatchObject({
        code: 'KEY_UNAVAILABLE',
        message: expect.stringContaining('another key'),
      });
      expect(await names()).toEqual(['key', 'key.sealed']);
    }
    expect(await homesOf().loadFrom(from)).toEqual(KEY);
    expect(await homesOf().loadFrom(to)).toEqual(another);
  });

  it.each(['desktop', 'headless'])('killed at any step leaves a usable key, and the next start on the %s tidies up', async (next) => {
    let reached = 0;
    for (let crashAt = 1; crashAt <= MANY_STEPS; crashAt += 1) {
      const own = join(folder, String(crashAt));
      await mkdir(own);
      await homesOf(nodeKeyFiles, keychain, own).createIn(from, KEY);
      const counted = crashingKeyFiles(crashAt);
      const isCut = await moveKey(homesOf(counted.files, keychain, own), to, KEY, proven).then(
        () => false,
        () => true,
      );
      if (!isCut) break;
      reached = crashAt;
      await expectUsable(own, next === 'desktop' ? keychain : NO_KEYCHAIN, `step ${crashAt}`);
    }
    // Note (draft, rename, folder), new home (draft, link, folder, draft away), old home and note (file, folder each).
    expect(reached).toBe(11);
  });
});

async function expectUsable(inFolder: string, chain: Keychain, label: string): Promise<void> {
  // Before anything is tidied up, whatever is there holds the key.
  const homes = homesOf(nodeKeyFiles, keychain, inFolder);
  const present = [await homes.loadFrom('keyfile'), await homes.loadFrom('keychain')].filter((key) => key !== null);
  expect(present.length, label).toBeGreaterThan(0);
  for (const key of present) expect(key, label).toEqual(KEY);
  const isOnlySealed = !(await homes.has('keyfile'));
  const start = homesOf(nodeKeyFiles, chain, inFolder).load();
  if (isOnlySealed && chain === NO_KEYCHAIN) await expect(start, label).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  else expect(await start, label).toEqual(KEY);
  const left = await names(inFolder);
  expect(left.length, `${label}: ${left.join(' ')}`).toBe(1);
  expect(await homesOf(nodeKeyFiles, keychain, inFolder).load(), label).toEqual(KEY);
}

it.each([
  ['needs-desktop', /desktop app/],
  ['none', /no keychain/],
  ['fixed-password', /password that everybody knows/],
] as const)('refuses a keychain that cannot be used (%s), says how it can, and changes nothing', async (state, words) => {
  await homesOf().createIn('keyfile', KEY);
  keychain.current = state;
  await expect(moveKey(homesOf(), 'keychain', KEY, proven)).rejects.toMatchObject({
    code: 'NOT_SUPPORTED_HERE',
    message: expect.stringMatching(words),
  });
  expect(await names()).toEqual(['key']);
});

describe('a note about a move', () => {
  const note = (to: KeyPlace, keyId: string) => writeFile(join(folder, 'key.move'), JSON.stringify({ to, keyId }));

  it('is of no use once there is only one home', async () => {
    await homesOf().createIn('keyfile', KEY);
    await note('keychain', 'ffffffff');
    expect(await homesOf().load()).toEqual(KEY);
    expect(await names()).toEqual(['key']);
  });

  it('stays, as both homes do, for a host that can tell which of them is good', async () => {
    await homesOf().createIn('keychain', KEY);
    await writeFile(join(folder, 'key'), 'half a k');
    await note('keyfile', '00000000');
    await expect(homesOf(nodeKeyFiles, NO_KEYCHAIN).load()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await names()).toEqual(['key', 'key.move', 'key.sealed']);
  });

  it('that somebody spoilt removes no home', async () => {
    await homesOf().createIn('keyfile', KEY);
    await homesOf().createIn('keychain', KEY);
    await writeFile(join(folder, 'key.move'), '{"to":"nowhere"');
    await tidyMove(homesOf());
    expect(await names()).toEqual(['key', 'key.sealed']);
  });

  it('takes the move back when the keychain has meanwhile lost what it sealed', async () => {
    await homesOf().createIn('keyfile', KEY);
    const counted = crashingKeyFiles(8);
    await moveKey(homesOf(counted.files), 'keychain', KEY, proven).catch(() => undefined);
    expect(await names()).toEqual(['key', 'key.move', 'key.sealed']);
    keychain.lock = 0x11;
    expect(await homesOf().load()).toEqual(KEY);
    expect(await names()).toEqual(['key']);
  });
});
