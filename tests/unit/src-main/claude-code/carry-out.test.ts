import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planApply } from '../../../../src-main/claude-code/apply-plan.ts';
import { type CarryOutParts, carryOut, putInPlace, undo } from '../../../../src-main/claude-code/carry-out.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { inPlace } from '../../../../src-main/claude-code/text-tasks.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { VALUES } from '../../../support/claude-settings-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const USERS = '{ "model": "opus" }\n';

async function rig(options: { readonly isFull?: boolean } = {}) {
  const root = await tempFolder();
  const file = join(root, 'settings.json');
  await writeFile(file, USERS);
  await mkdir(join(root, 'data'));
  const kept: string[] = [];
  const logger = new CaptureLogger();
  const parts: CarryOutParts = {
    files: nodeFileOperations,
    file,
    journalFile: join(root, 'data', 'journal.json'),
    logger,
    texts: inPlace,
    async keep(_file, bytes, reason) {
      if (options.isFull === true) throw new Error('the disk is full');
      if (bytes !== null) kept.push(`${reason}: ${bytes.toString()}`);
    },
  };
  const plan = async () =>
    planApply({
      file,
      target: file,
      current: await nodeFileOperations.read(file),
      earlier: null,
      values: VALUES,
      instance: { id: 'i', pid: 1 },
      nowMs: 5,
      missingFolders: [],
    });
  return { root, file, parts, kept, logger, plan, read: () => readFile(file, 'utf8'), names: () => readdir(root) };
}

describe('carrying out a change', () => {
  it('keeps what the user had before it writes, and again before it undoes; what we wrote is never kept', async () => {
    const { parts, plan, kept, read } = await rig();
    const planned = await plan();
    expect(await carryOut(parts, planned, { kind: 'none' })).toBe(true);
    expect(await read()).toBe(planned.wanted.toString());
    await undo(parts, planned.journal);
    expect(await read()).toBe(USERS);
    expect(kept).toEqual([`apply: ${USERS}`, `restore: ${USERS}`]);
  });

  it('does not write without a backup, but does undo without one', async () => {
    const full = await rig({ isFull: true });
    await expect(carryOut(full.parts, await full.plan(), { kind: 'none' })).rejects.toThrow('the disk is full');
    expect([await full.read(), await readdir(join(full.root, 'data'))]).toEqual([USERS, []]);
    const planned = await full.plan();
    await carryOut({ ...full.parts, keep: async () => undefined }, planned, { kind: 'none' });
    await undo(full.parts, planned.journal);
    expect(await full.read()).toBe(USERS);
    expect(full.logger.lines.length).toBeGreaterThan(0);
  });

  it('does nothing when the file changed since it was planned', async () => {
    const { parts, plan, file, read, root } = await rig();
    const planned = await plan();
    await writeFile(file, '{ "theirs": 1 }');
    expect(await carryOut(parts, planned, { kind: 'none' })).toBe(false);
    expect([await read(), await readdir(join(root, 'data'))]).toEqual(['{ "theirs": 1 }', []]);
  });
});

describe('putting a copy in place', () => {
  it('keeps what was there, makes folders, and leaves nothing beside the file', async () => {
    const { parts, kept, root, names, file } = await rig();
    await putInPlace(parts, file, Buffer.from('{ "copy": 1 }'));
    await putInPlace(parts, file, Buffer.from('{ "copy": 1 }'));
    expect(kept).toEqual([`replace: ${USERS}`]);
    const deep = join(root, 'a', 'b', 'settings.json');
    await putInPlace(parts, deep, Buffer.from('{}'));
    expect([await readFile(deep, 'utf8'), (await names()).sort()]).toEqual(['{}', ['a', 'data', 'settings.json']]);
  });
});
