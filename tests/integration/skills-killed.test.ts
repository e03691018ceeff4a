/** kill -9 of a whole process while it downloads, unpacks and installs: the next start leaves nothing of it but whole skills. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { repositoryTarGz } from '../support/archives.ts';
import { eventually } from '../support/eventually.ts';
import { COMMIT, everythingBelow, type SkillRig, skillMd, skillRig } from '../support/skill-rig.ts';

const CHILD = fileURLToPath(new URL('../support/skills-until-killed.ts', import.meta.url));
const FILES = 400;

async function killWhen(rig: SkillRig, source: string, isTime: (line: string) => boolean | Promise<boolean>): Promise<void> {
  const child = spawn(process.execPath, [CHILD, rig.folder, rig.github.url, source], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (await isTime(line)) child.kill('SIGKILL');
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
}

/** A start of the next process. */
async function startAgain(rig: SkillRig): Promise<void> {
  const next = await skillRig({ at: rig.folder, github: rig.github });
  await next.manager.start();
  expect(next.logger.lines).toEqual([]);
}

it('in the middle of a download', async () => {
  const rig = await skillRig();
  rig.github.repositories.set('acme/skills', {
    refs: { 'refs/heads/main': COMMIT },
    head: 'refs/heads/main',
    archives: { [COMMIT]: repositoryTarGz({}) },
  });
  rig.github.special.set('.tar.gz', (response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(Buffer.alloc(100_000));
  });
  await killWhen(rig, 'acme/skills', async (line) => {
    if (!/^downloading [1-9]/.test(line)) return false;
    // What came is counted before it is on disk; no more comes.
    await eventually(() => everythingBelow(join(rig.folder, 'data'))).not.toEqual([]);
    return true;
  });
  await startAgain(rig);
  expect(await everythingBelow(rig.folder)).toEqual([]);
});

it.each([
  ['checked', (line: string) => line.startsWith('checking')],
  ['installed', (line: string) => /^installing [1-9]/.test(line)],
])('in the middle of many files that are %s', async (_what, isTime) => {
  const rig = await skillRig();
  const source = join(rig.folder, 'source', 'big');
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'SKILL.md'), skillMd('big'));
  await Promise.all(Array.from({ length: FILES }, (_, at) => writeFile(join(source, `${at}.txt`), 'x'.repeat(10_000))));
  await killWhen(rig, join(rig.folder, 'source'), isTime);
  await startAgain(rig);
  const left = (await everythingBelow(rig.folder)).filter((file) => !file.startsWith('source/'));
  // The last rename may have been before the end; then the skill is whole, and known.
  if (left.length > 0) expect(left).toHaveLength(FILES + 2);
  expect(left.filter((file) => !file.startsWith('claude/skills/big/') && !file.startsWith('data/skills/installed/'))).toEqual([]);
});
