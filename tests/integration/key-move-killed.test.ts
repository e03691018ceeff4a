/** A move of the data key, in a process that is killed between any two of its steps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KeyHomes } from '../../src-main/platform/key-homes.ts';
import { otherPlace } from '../../src-main/platform/tidy-move.ts';
import type { KeyPlace } from '../../src-shared/schemas/secrets.ts';
import { MemoryKeychain } from '../support/memory-keychain.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const CHILD = fileURLToPath(new URL('../support/key-move-child.ts', import.meta.url));
/** Compiled once for all of them. */
const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/compile', import.meta.url));
const KEY = Buffer.alloc(32, 7);
/** tests/unit/src-main/platform/move-key.test.ts counts them. */
const STEPS = 11;
/** A process for each of them: 4 s on an idle machine. */
const LIMIT_MS = 120_000;

const homesIn = (folder: string) => new KeyHomes({ file: join(folder, 'key'), keychain: new MemoryKeychain() });

async function moveUntilKilled(folder: string, to: KeyPlace, crashAt: number): Promise<string | null> {
  await mkdir(folder);
  await homesIn(folder).createIn(otherPlace(to), KEY);
  const child = spawn(process.execPath, [CHILD, folder, to, String(crashAt)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

it.each(['keyfile', 'keychain'] as const)('leaves the key to the next start, which tidies up: to the %s', { timeout: LIMIT_MS }, async (to) => {
  const folder = await useTempFolder();
  const placeOf = (crashAt: number) => join(folder, String(crashAt));
  const steps = Array.from({ length: STEPS + 1 }, (_, index) => index + 1);
  const ends = await Promise.all(steps.map((crashAt) => moveUntilKilled(placeOf(crashAt), to, crashAt)));
  expect(ends).toEqual([...Array.from({ length: STEPS }, () => 'SIGKILL'), null]);
  for (const crashAt of steps) {
    expect(await homesIn(placeOf(crashAt)).load(), `step ${crashAt}`).toEqual(KEY);
    expect(await readdir(placeOf(crashAt)), `step ${crashAt}`).toHaveLength(1);
  }
  expect(await readdir(placeOf(STEPS + 1))).toEqual([to === 'keyfile' ? 'key' : 'key.sealed']);
});
