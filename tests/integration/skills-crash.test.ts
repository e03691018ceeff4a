/**
 * The process ends between any two steps of a change of skills. At the next start every skill is what it was or what it was to become,
 * whole; what was replaced is in the backups; and nothing of ours lies about.
 */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SkillManager } from '../../src-main/skills/skill-manager.ts';
import type { SkillRef } from '../../src-shared/schemas/skills.ts';
import { crashingSteps } from '../support/crashing-skill-files.ts';
import type { FakeGithub } from '../support/fake-github.ts';
import { everythingBelow, install, type SkillRig, skillMd, skillRig, writeTree } from '../support/skill-rig.ts';
import { tempFolder } from '../support/temp-folder.ts';

const OLD = { 'SKILL.md': skillMd('pdf', 'old'), 'a/b.md': 'old' };
const NEW = { 'SKILL.md': skillMd('pdf', 'new'), 'c.md': 'new' };
const MAX_STEPS = 60;
/** Some hundred starts; a busy machine takes its time. */
const TIMEOUT_MS = 120_000;
/** Nothing is downloaded here. */
const NO_GITHUB: FakeGithub = { url: 'http://127.0.0.1:9', repositories: new Map(), asked: [], special: new Map() };

interface Change {
  readonly what: string;
  /** Before the crash, without one. */
  readonly prepare: (rig: SkillRig, ref: SkillRef) => Promise<unknown>;
  readonly act: (rig: SkillRig, ref: SkillRef) => Promise<unknown>;
  /** Whether the old content has to be somewhere afterwards. */
  readonly keepsOld: boolean;
}

async function installNew(rig: SkillRig, replace: boolean): Promise<void> {
  const job = await install(rig, join(rig.folder, 'new'), [{ path: 'pdf', replace }]);
  // A job that failed because the process ended is a process that ended.
  if (job.phase !== 'done' || job.results.some(({ problem }) => problem !== null)) throw new Error('it did not come to its end');
}

const installOld = (rig: SkillRig) => install(rig, join(rig.folder, 'old'));
async function backupId(manager: SkillManager): Promise<string> {
  return (await manager.backups())[0]?.id ?? '';
}

const CHANGES: readonly Change[] = [
  { what: 'installing', prepare: async () => undefined, act: (rig) => installNew(rig, false), keepsOld: false },
  { what: 'replacing', prepare: installOld, act: (rig) => installNew(rig, true), keepsOld: true },
  {
    what: 'replacing one that is switched off',
    prepare: async (rig, ref) => {
      await installOld(rig);
      await rig.manager.setEnabled(ref, false);
    },
    act: (rig) => installNew(rig, true),
    keepsOld: true,
  },
  { what: 'switching off', prepare: installOld, act: ({ manager }, ref) => manager.setEnabled(ref, false), keepsOld: true },
  {
    what: 'switching on',
    prepare: async (rig, ref) => {
      await installOld(rig);
      await rig.manager.setEnabled(ref, false);
    },
    act: ({ manager }, ref) => manager.setEnabled(ref, true),
    keepsOld: true,
  },
  { what: 'removing', prepare: installOld, act: ({ manager }, ref) => manager.remove(ref), keepsOld: true },
  {
    what: 'bringing a backup back over another',
    prepare: async (rig, ref) => {
      await installOld(rig);
      await rig.manager.remove(ref);
      await installNew(rig, false);
    },
    act: async ({ manager }) => manager.restoreBackup(await backupId(manager), { replace: true }),
    keepsOld: true,
  },
];

/** What is in a skill, or null when it is not there. */
async function contentOf(folder: string): Promise<string | null> {
  const files = await everythingBelow(folder);
  if (files.length === 0) return null;
  return JSON.stringify(Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')]))));
}

const whole = (files: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))));

/** A folder in which all is ready for the change. */
async function prepared(change: Change): Promise<string> {
  const folder = await tempFolder();
  await writeTree(join(folder, 'old/pdf'), OLD);
  await writeTree(join(folder, 'new/pdf'), NEW);
  const rig = await skillRig({ at: folder, github: NO_GITHUB });
  await change.prepare(rig, { place: rig.user, folderName: 'pdf' });
  return folder;
}

/** @returns Whether the change came to its end. */
async function crashAt(step: number, change: Change, isFar: boolean, folder: string): Promise<boolean> {
  const steps = crashingSteps(step, isFar);
  const rig = await skillRig({ at: folder, files: steps.files, tasks: steps.tasks, github: NO_GITHUB });
  const ref = { place: rig.user, folderName: 'pdf' };
  await rig.manager.start();
  steps.arm();
  const isOver = await change.act(rig, ref).then(
    () => true,
    () => false,
  );
  await expectOrder(await skillRig({ at: folder, github: NO_GITHUB }), ref, change);
  return isOver && steps.count() < step;
}

async function expectOrder(rig: SkillRig, ref: SkillRef, { keepsOld }: Change): Promise<void> {
  const { manager, folder, claude } = rig;
  await manager.start();
  expect(rig.logger.lines).toEqual([]);
  const outside = (await everythingBelow(claude)).filter((file) => !file.startsWith('skills/pdf/'));
  expect(outside).toEqual([]);
  const inData = await everythingBelow(join(folder, 'data/skills'));
  expect(inData.filter((file) => /^(?:work|outside)|\.code-proxy-skills/.test(file))).toEqual([]);
  const { items } = await manager.list({ projects: [] });
  const places = await Promise.all([
    ...items.map(({ path }) => contentOf(path)),
    ...(await manager.backups()).map(({ id }) => contentOf(join(folder, 'data/skills/backups', id, 'skill'))),
  ]);
  for (const content of places) expect([whole(OLD), whole(NEW)]).toContain(content);
  if (keepsOld) expect(places).toContain(whole(OLD));
  // And it can be worked on.
  if (items.length > 0) await manager.remove(ref);
  await install(rig, join(folder, 'new'), [{ path: 'pdf', replace: false }]);
  expect(await contentOf(join(claude, 'skills/pdf'))).toBe(whole(NEW));
}

/** Every number of steps, until the change survives. Each try begins with the same files. */
async function crashEverywhere(change: Change, isFar: boolean): Promise<void> {
  const ready = await prepared(change);
  const kept = `${await tempFolder()}/kept`;
  await cp(ready, kept, { recursive: true });
  let step = 1;
  while (step < MAX_STEPS && !(await crashAt(step, change, isFar, ready))) {
    step += 1;
    // The records name their folder, so that it has to be the same one.
    await rm(ready, { recursive: true });
    await cp(kept, ready, { recursive: true });
  }
  expect(step).toBeGreaterThan(3);
  expect(step).toBeLessThan(MAX_STEPS);
}

it.each(CHANGES.map((change) => [change.what, change] as const))(
  'survives an end at any step of %s',
  async (_what, change) => {
    await crashEverywhere(change, false);
  },
  TIMEOUT_MS,
);

const FAR = CHANGES.filter(({ what }) => ['replacing', 'switching off', 'switching on', 'removing'].includes(what));
it.each(FAR.map((change) => [change.what, change] as const))(
  'survives it when the data folder is on another file system: %s',
  async (_what, change) => {
    await crashEverywhere(change, true);
  },
  TIMEOUT_MS,
);
