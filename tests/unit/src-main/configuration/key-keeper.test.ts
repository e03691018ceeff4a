import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { KeyKeeper, type SealedTexts } from '../../../../src-main/configuration/key-keeper.ts';
import { KeyHomes } from '../../../../src-main/platform/key-homes.ts';
import { type Keychain, NO_KEYCHAIN } from '../../../../src-main/platform/keychain.ts';
import { keyIdOf, SecretBox } from '../../../../src-main/platform/secret-box.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { MemoryKeychain } from '../../../support/memory-keychain.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
let keychain: MemoryKeychain;
beforeEach(async () => {
  folder = await useTempFolder();
  keychain = new MemoryKeychain();
});

async function keeperOf(texts: Awaited<ReturnType<SealedTexts['list']>> = [], chain: Keychain = keychain) {
  const homes = new KeyHomes({ file: join(folder, 'key'), keychain: chain });
  const box = await SecretBox.open(homes);
  const stored = [...texts];
  const logger = new CaptureLogger();
  return { keeper: new KeyKeeper({ homes, box, stored: { list: async () => stored }, logger }), box, stored, logger };
}

it('says where the key lives, what it seals, and what it does not open', async () => {
  const { keeper, box, stored } = await keeperOf();
  const other = SecretBox.with(Buffer.alloc(32, 1));
  stored.push({ kind: 'endpoint-credentials', sealed: box.seal('a') }, { kind: 'endpoint-credentials', sealed: other.seal('b') });
  stored.push({ kind: 'mcp-servers', sealed: box.seal('c') });
  expect(await keeper.status()).toEqual({
    home: 'keychain',
    file: join(folder, 'key.sealed'),
    hasTwoHomes: false,
    keyId: keyIdOf(box.key()),
    problem: null,
    keychain: 'usable',
    sealed: [
      { kind: 'endpoint-credentials', count: 2, unopenable: 1 },
      { kind: 'mcp-servers', count: 1, unopenable: 0 },
    ],
  });
});

it('moves the key out of the keychain and back, and what was sealed opens all the while', async () => {
  const { keeper, box, stored, logger } = await keeperOf();
  stored.push({ kind: 'endpoint-credentials', sealed: box.seal('sk-1') });
  expect(await keeper.move('keyfile')).toMatchObject({ home: 'keyfile', file: join(folder, 'key'), hasTwoHomes: false });
  expect(await readdir(folder)).toEqual(['key']);
  const headless = await SecretBox.open(new KeyHomes({ file: join(folder, 'key'), keychain: NO_KEYCHAIN }));
  expect(headless.unseal(stored[0]?.sealed ?? '').reveal()).toBe('sk-1');
  expect(await keeper.move('keychain')).toMatchObject({ home: 'keychain', hasTwoHomes: false });
  expect(await keeper.move('keychain')).toMatchObject({ home: 'keychain' });
  expect(box.unseal(stored[0]?.sealed ?? '').reveal()).toBe('sk-1');
  expect(logger.lines.filter(({ message }) => message === 'the data key was moved')).toHaveLength(2);
  expect(JSON.stringify(logger.lines)).not.toContain(box.key().toString('base64'));
});

it('does not take a damaged text that needs this key for a proof: the key stays where it is', async () => {
  const { keeper, box, stored } = await keeperOf();
  stored.push({ kind: 'endpoint-credentials', sealed: box.seal('sk-1').slice(0, -2) });
  const before = await readFile(join(folder, 'key.sealed'));
  await expect(keeper.move('keyfile')).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  expect(await readdir(folder)).toEqual(['key.sealed']);
  expect(await readFile(join(folder, 'key.sealed'))).toEqual(before);
});

it('takes no notice of texts that another key sealed: they are lost or found as before', async () => {
  const { keeper, stored } = await keeperOf();
  stored.push({ kind: 'endpoint-credentials', sealed: SecretBox.with(Buffer.alloc(32, 1)).seal('b') });
  expect(await keeper.move('keyfile')).toMatchObject({ home: 'keyfile', sealed: [{ count: 1, unopenable: 1 }] });
});

it('without a keychain says where a sealed key lies, and neither seals nor moves', async () => {
  await keeperOf();
  const homes = new KeyHomes({ file: join(folder, 'key'), keychain: NO_KEYCHAIN });
  const problem = await SecretBox.open(homes).catch((error: unknown) => error);
  if (!(problem instanceof AppError)) throw new Error('the sealed key was opened');
  const stored = { list: async () => [{ kind: 'endpoint-credentials' as const, sealed: 'v1.00000000.x' }] };
  const keeper = new KeyKeeper({ homes, box: SecretBox.closed(problem), stored, logger: new CaptureLogger() });
  expect(await keeper.status()).toMatchObject({ home: 'keychain', keyId: null, problem: problem.message, keychain: 'needs-desktop' });
  for (const to of ['keyfile', 'keychain'] as const) await expect(keeper.move(to)).rejects.toBe(problem);
  expect(await readdir(folder)).toEqual(['key.sealed']);
});

it('says that there are two homes, and which of them counts', async () => {
  const { box } = await keeperOf();
  await new KeyHomes({ file: join(folder, 'key'), keychain }).createIn('keyfile', box.key());
  for (const [chain, home] of [
    [keychain, 'keychain'],
    [NO_KEYCHAIN, 'keyfile'],
  ] as const) {
    const { keeper } = await keeperOf([], chain);
    expect(await keeper.status()).toMatchObject({ home, hasTwoHomes: true });
  }
});
