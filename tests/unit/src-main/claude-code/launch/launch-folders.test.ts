import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  createLaunchFolder,
  isProcessAlive,
  markLaunchFolder,
  removeLaunchFolder,
  removeStaleLaunches,
} from '../../../../../src-main/claude-code/launch/launch-folders.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const DAY_MS = 86_400_000;

it.skipIf(process.platform === 'win32')('makes a folder of its own for each launch, which nobody else can read', async () => {
  const parent = join(await tempFolder(), 'launches');
  const [first, second] = [await createLaunchFolder(parent), await createLaunchFolder(parent)];
  expect(first).not.toBe(second);
  for (const folder of [parent, first]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await writeFile(join(first, 'settings.json'), '{}');
  await removeLaunchFolder(first);
  await removeLaunchFolder(first);
  expect(await readdir(parent)).toHaveLength(1);
});

it('removes the folders of sessions that are over, and no others', async () => {
  const parent = await tempFolder();
  const names = new Map<string, string>();
  for (const name of ['over', 'running', 'fresh', 'old']) names.set(await createLaunchFolder(parent), name);
  const pathOf = (name: string) => [...names].find(([, known]) => known === name)?.[0] ?? '';
  await markLaunchFolder(pathOf('over'), 11);
  await markLaunchFolder(pathOf('running'), 22);
  const nowMs = Date.now();
  // Windows knows no process id there: such a folder goes when its token has expired anyway.
  const longAgo = new Date(nowMs - DAY_MS - 60_000);
  await utimes(pathOf('old'), longAgo, longAgo);
  await mkdir(join(parent, 'of somebody else'));
  expect(await removeStaleLaunches(parent, { isAlive: (pid) => pid === 22, nowMs })).toBe(2);
  const left = (await readdir(parent)).map((name) => names.get(join(parent, name)) ?? name);
  expect(left.sort()).toEqual(['fresh', 'of somebody else', 'running']);
});

it('has nothing to do where nothing was launched', async () => {
  expect(await removeStaleLaunches('/no/such/folder', { isAlive: () => false, nowMs: 0 })).toBe(0);
});

it('knows a process that lives, also one of somebody else', () => {
  expect([process.pid, 1].map(isProcessAlive)).toEqual([true, true]);
  expect(isProcessAlive(4_194_305)).toBe(false);
});
