import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryTarGz } from '../../../support/archives.ts';
import { COMMIT, everythingBelow, settled, skillMd, skillRig } from '../../../support/skill-rig.ts';

const REPOSITORY = {
  refs: { 'refs/heads/main': COMMIT },
  head: 'refs/heads/main',
  archives: {
    [COMMIT]: repositoryTarGz({
      'README.md': 'hello',
      'skills/pdf/SKILL.md': skillMd('pdf'),
      'skills/pdf/scripts/fill.py': 'print(1)',
      'skills/docx/SKILL.md': skillMd('docx'),
    }),
  },
};

describe('SkillManager', () => {
  it('finds the skills of a repository, and installs the chosen one and nothing else', async () => {
    const rig = await skillRig();
    rig.github.repositories.set('acme/skills', REPOSITORY);
    const found = await settled(rig, rig.manager.find({ source: { kind: 'github', text: 'acme/skills' }, projects: [] }));
    expect(found).toMatchObject({ phase: 'choosing', problem: null });
    expect(found.candidates.map(({ path }) => path)).toEqual(['skills/docx', 'skills/pdf']);
    const job = await settled(rig, await rig.manager.choose({ id: found.id, place: rig.user, selections: [{ path: 'skills/pdf', replace: false }] }));
    expect(job).toMatchObject({ phase: 'done', results: [{ folderName: 'pdf', problem: null }] });
    expect(await everythingBelow(rig.claude)).toEqual(['skills/pdf/SKILL.md', 'skills/pdf/scripts/fill.py']);
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe(skillMd('pdf'));
    const { items } = await rig.manager.list({ projects: [] });
    expect(items).toMatchObject([
      { folderName: 'pdf', isEnabled: true, hasLocalChanges: false, source: { kind: 'github', commit: COMMIT, path: 'skills/pdf', ref: null } },
    ]);
    expect((await everythingBelow(join(rig.folder, 'data'))).filter((file) => !file.startsWith('skills/installed'))).toEqual([]);
    expect(rig.logger.lines).toEqual([]);
  });
});
