import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { SkillRefusal } from '../../../../src-main/skills/skill-refusal.ts';
import { SkillThread } from '../../../../src-main/skills/skill-thread.ts';
import { everythingBelow, skillMd, writeTree } from '../../../support/skill-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

function thread(): SkillThread {
  const skills = new SkillThread(systemClock);
  onTestFinished(() => skills.stop());
  return skills;
}

describe('SkillThread', () => {
  it('does one task after the other, and answers each', async () => {
    const folder = await tempFolder();
    await writeTree(folder, { 'skills/pdf/SKILL.md': skillMd('pdf'), 'agents/a.md': 'text' });
    const skills = thread();
    const [listed, extras] = await Promise.all([
      skills.run('list', [{ skillsFolder: join(folder, 'skills'), hashed: [] }]),
      skills.run('extras', [join(folder, 'agents')]),
    ]);
    expect(listed).toMatchObject([{ exists: true, skills: [{ folderName: 'pdf', description: 'What pdf does', contentHash: null }] }]);
    expect(extras).toMatchObject([[{ name: 'a', description: 'text' }]]);
    await skills.run('copy', { from: join(folder, 'skills/pdf'), to: join(folder, 'copy'), isWhole: false });
    expect(await everythingBelow(join(folder, 'copy'))).toEqual(['SKILL.md']);
  });

  it('tells a refusal from a fault of the system', async () => {
    const folder = await tempFolder();
    const skills = thread();
    await mkdir(join(folder, 'empty'));
    const task = { kind: 'folder', from: join(folder, 'empty'), to: join(folder, 'to'), under: '', stripped: 0, sourceName: 'x' } as const;
    await expect(skills.run('unpack', task)).rejects.toBeInstanceOf(SkillRefusal);
    await expect(skills.run('unpack', task)).rejects.toMatchObject({ code: 'SKILL_FOLDER_UNWRITABLE' });
    await expect(skills.run('read', { folder: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'SKILL_NOT_FOUND' });
  });

  it('ends in the middle of a task that is given up, and is there for the next one', async () => {
    const folder = await tempFolder();
    const from = join(folder, 'from');
    await mkdir(from);
    await Promise.all(Array.from({ length: 500 }, (_, at) => writeFile(join(from, `${at}.txt`), 'x'.repeat(5_000))));
    const skills = thread();
    const aborter = new AbortController();
    const copied = skills.run(
      'copy',
      { from, to: join(folder, 'to'), isWhole: false },
      { signal: aborter.signal, onProgress: () => aborter.abort(new Error('given up')) },
    );
    await expect(copied).rejects.toThrow('given up');
    const files = await everythingBelow(join(folder, 'to'));
    expect(files.length).toBeLessThan(500);
    // Nobody writes there any more.
    expect(await skills.run('look', [from])).toMatchObject([{ fileCount: 500 }]);
    expect(await everythingBelow(join(folder, 'to'))).toEqual(files);
    await expect(skills.run('look', [from], { signal: aborter.signal })).rejects.toThrow('given up');
  });
});
