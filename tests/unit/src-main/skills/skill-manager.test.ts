import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../../src-shared/app-error.ts';
import { repositoryTarGz, zip } from '../../../support/archives.ts';
import { COMMIT, everythingBelow, install, LATER_COMMIT, type SkillRig, settled, skillMd, skillRig, writeTree } from '../../../support/skill-rig.ts';

const FILES = {
  'README.md': 'hello',
  'skills/pdf/SKILL.md': skillMd('pdf'),
  'skills/pdf/scripts/fill.py': 'print(1)',
  'skills/docx/SKILL.md': skillMd('docx'),
};

function serve({ github }: SkillRig, commit: string, files: Readonly<Record<string, string>>): void {
  const refs = { 'refs/heads/main': commit, 'refs/heads/feature/new': commit };
  github.repositories.set('acme/skills', { refs, head: 'refs/heads/main', archives: { [commit]: repositoryTarGz(files) } });
}

async function rigWithPdf(): Promise<SkillRig> {
  const rig = await skillRig();
  serve(rig, COMMIT, FILES);
  await install(rig, 'acme/skills/skills/pdf');
  return rig;
}

const pdf = ({ user }: SkillRig) => ({ place: user, folderName: 'pdf' });
const codeOf = (error: AppError) => error.code;

describe('installing', () => {
  it('finds the skills of a repository, and installs the chosen one and nothing else', async () => {
    const rig = await skillRig();
    serve(rig, COMMIT, FILES);
    const found = await settled(rig, rig.manager.find({ source: { kind: 'github', text: 'acme/skills' }, projects: [] }));
    expect(found).toMatchObject({ phase: 'choosing', problem: null, title: 'acme/skills' });
    expect(found.candidates.map(({ path }) => path)).toEqual(['skills/docx', 'skills/pdf']);
    expect((await rig.manager.readCandidate(found.id, 'skills/pdf')).files.map(({ path }) => path)).toEqual(['SKILL.md', 'scripts/fill.py']);
    const job = await settled(rig, await rig.manager.choose({ id: found.id, place: rig.user, selections: [{ path: 'skills/pdf', replace: false }] }));
    expect(job).toMatchObject({ phase: 'done', results: [{ folderName: 'pdf', problem: null }] });
    expect(await everythingBelow(rig.claude)).toEqual(['skills/pdf/SKILL.md', 'skills/pdf/scripts/fill.py']);
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe(skillMd('pdf'));
    const { items } = await rig.manager.list({ projects: [] });
    const source = { kind: 'github', owner: 'acme', repo: 'skills', ref: null, commit: COMMIT, path: 'skills/pdf' };
    expect(items).toMatchObject([{ folderName: 'pdf', isEnabled: true, hasLocalChanges: false, source, problems: [] }]);
    expect((await everythingBelow(join(rig.folder, 'data'))).every((file) => file.startsWith('skills/installed'))).toBe(true);
    expect(rig.logger.lines).toEqual([]);
  });

  it('tells where a skill of that name is already, refuses to replace it unasked, and keeps a backup when asked', async () => {
    const rig = await skillRig();
    serve(rig, COMMIT, FILES);
    await writeTree(join(rig.claude, 'skills/pdf'), { 'SKILL.md': 'mine' });
    const found = await settled(rig, rig.manager.find({ source: { kind: 'github', text: 'acme/skills' }, projects: [] }));
    expect(found.candidates.map(({ existsIn }) => existsIn)).toEqual([[], [rig.user]]);
    const choice = { id: found.id, place: rig.user };
    await expect(rig.manager.choose({ ...choice, selections: [{ path: 'skills/pdf', replace: false }] })).rejects.toSatisfy(
      (error: AppError) => codeOf(error) === 'SKILL_NAME_TAKEN',
    );
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe('mine');
    await settled(rig, await rig.manager.choose({ ...choice, selections: [{ path: 'skills/pdf', replace: true }] }));
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe(skillMd('pdf'));
    const [backup] = await rig.manager.backups();
    expect(backup).toMatchObject({ folderName: 'pdf', reason: 'replaced', source: null });
    await rig.manager.restoreBackup(backup?.id ?? '', { replace: true });
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe('mine');
  });

  it('installs into a project, from a ZIP that came in parts, under another name', async () => {
    const rig = await skillRig();
    const archive = zip([
      { path: 'SKILL.md', content: skillMd('pdf') },
      { path: 'run.sh', content: '#!', mode: 0o100_755 },
    ]);
    const { uploadId } = await rig.manager.upload({ name: 'some skill.zip', sizeBytes: archive.length });
    await rig.manager.uploadPart(uploadId, 0, archive.subarray(0, 100));
    expect(() => rig.manager.find({ source: { kind: 'upload', uploadId }, projects: [] })).toThrow(/only 100 of/);
    await expect(rig.manager.uploadPart(uploadId, 50, archive.subarray(100))).rejects.toThrow(/does not belong/);
    await rig.manager.uploadPart(uploadId, 100, archive.subarray(100));
    const project = join(rig.folder, 'shop');
    const found = await settled(rig, rig.manager.find({ source: { kind: 'upload', uploadId }, projects: [] }));
    expect(found.candidates).toMatchObject([{ path: '', folderName: 'pdf', executableCount: process.platform === 'win32' ? 0 : 1 }]);
    const place = { kind: 'project', project } as const;
    await settled(rig, await rig.manager.choose({ id: found.id, place, selections: [{ path: '', folderName: 'paper', replace: false }] }));
    expect(await everythingBelow(project)).toEqual(['.claude/skills/paper/SKILL.md', '.claude/skills/paper/run.sh']);
    const { items, places } = await rig.manager.list({ projects: [] });
    expect(items).toMatchObject([{ place, folderName: 'paper', name: 'pdf', source: { kind: 'zip', name: 'some skill.zip', file: null } }]);
    expect(places.map((each) => each.place)).toEqual([rig.user, place]);
    expect((await everythingBelow(join(rig.folder, 'data'))).filter((file) => file.includes('work'))).toEqual([]);
  });

  it('gives a job up in the middle of its download, and leaves nothing behind', async () => {
    const rig = await skillRig();
    serve(rig, COMMIT, FILES);
    rig.github.special.set('.tar.gz', (response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write(Buffer.alloc(1_000));
    });
    const job = rig.manager.find({ source: { kind: 'github', text: 'acme/skills' }, projects: [] });
    await expect.poll(() => rig.manager.job(job.id).doneBytes).toBe(1_000);
    expect(await rig.manager.cancel(job.id)).toMatchObject({ phase: 'cancelled', totalBytes: 1_000_000 });
    expect(await everythingBelow(rig.folder)).toEqual([]);
    expect(await rig.manager.cancel(job.id)).toMatchObject({ phase: 'cancelled' });
    await expect(rig.manager.choose({ id: job.id, place: rig.user, selections: [{ path: '', replace: false }] })).rejects.toThrow(
      /waits for no choice/,
    );
  });

  it('refuses places that are none of Claude Code, and names that lead elsewhere', async () => {
    const rig = await rigWithPdf();
    await expect(rig.manager.read({ place: { kind: 'user', folder: rig.folder }, folderName: 'pdf' })).rejects.toThrow(/no folder of Claude Code/);
    await expect(rig.manager.read({ place: { kind: 'project', project: 'shop' }, folderName: 'pdf' })).rejects.toThrow(/not an absolute path/);
    expect(() => rig.manager.remove({ place: rig.user, folderName: '../../data' })).toThrow(/without a path/);
    await expect(rig.manager.deleteBackup('../../..')).rejects.toThrow(
      'there is no backup ../../.. of a skill; "code-proxy skill backups" lists them',
    );
  });
});

describe('a skill that is there', () => {
  it('is out of Claude Code’s sight while it is switched off, and comes back as it was', async () => {
    const rig = await rigWithPdf();
    const before = await everythingBelow(rig.claude);
    expect(await rig.manager.setEnabled(pdf(rig), false)).toMatchObject({ isEnabled: false, source: { kind: 'github' }, hasLocalChanges: false });
    expect(await everythingBelow(rig.claude)).toEqual([]);
    expect((await rig.manager.list({ projects: [] })).items).toMatchObject([{ folderName: 'pdf', isEnabled: false }]);
    expect((await rig.manager.read(pdf(rig))).body).toBe('# pdf\n');
    expect(await rig.manager.setEnabled(pdf(rig), true)).toMatchObject({ isEnabled: true, path: join(rig.claude, 'skills/pdf') });
    expect(await everythingBelow(rig.claude)).toEqual(before);
    expect(rig.changes).toBe(3);
  });

  it('is not put back over another one of its name', async () => {
    const rig = await rigWithPdf();
    await rig.manager.setEnabled(pdf(rig), false);
    await writeTree(join(rig.claude, 'skills/pdf'), { 'SKILL.md': 'mine' });
    expect((await rig.manager.list({ projects: [] })).items).toMatchObject([{ folderName: 'pdf', isEnabled: true }]);
    // Switching off the new one turns the hidden one into a backup.
    await rig.manager.setEnabled(pdf(rig), false);
    expect(await rig.manager.backups()).toMatchObject([{ folderName: 'pdf', reason: 'replaced', description: 'What pdf does' }]);
    expect((await rig.manager.read(pdf(rig))).text).toBe('mine');
  });

  it('goes to a backup when removed, and comes back with all that is known of it', async () => {
    const rig = await rigWithPdf();
    const before = await everythingBelow(rig.claude);
    const backup = await rig.manager.remove(pdf(rig));
    expect(await everythingBelow(rig.claude)).toEqual([]);
    expect((await rig.manager.list({ projects: [] })).items).toEqual([]);
    expect(await rig.manager.restoreBackup(backup.id, { replace: false })).toMatchObject({
      source: { kind: 'github', commit: COMMIT },
      hasLocalChanges: false,
    });
    expect(await everythingBelow(rig.claude)).toEqual(before);
    expect(await rig.manager.backups()).toEqual([]);
  });

  it('keeps the newest twenty backups', async () => {
    const rig = await skillRig();
    for (let at = 0; at < 22; at += 1) {
      await writeTree(join(rig.claude, `skills/s${at}`), { 'SKILL.md': 'x' });
      await rig.manager.remove({ place: rig.user, folderName: `s${at}` });
    }
    const names = (await rig.manager.backups()).map(({ folderName }) => folderName);
    expect(names).toHaveLength(20);
    expect(names).not.toContain('s0');
    expect(names).toContain('s21');
    await rig.manager.deleteBackup((await rig.manager.backups())[0]?.id ?? '');
    expect(await rig.manager.backups()).toHaveLength(19);
  });

  it('says what is wrong with it', async () => {
    const rig = await skillRig();
    const skills = await writeTree(join(rig.claude, 'skills'), {
      'none/README.md': 'x',
      'yaml/SKILL.md': '---\nname: "open\n---\n',
      'loose.md': 'x',
    });
    await symlink(join(rig.folder, 'nowhere'), join(skills, 'lost'));
    const { items } = await rig.manager.list({ projects: [] });
    expect(items.map(({ folderName, problems }) => [folderName, problems.map(({ code }) => code)])).toEqual([
      ['lost', ['link-broken']],
      ['none', ['no-skill-md']],
      ['yaml', ['front-matter-broken']],
    ]);
  });

  it('is moved as the link it is, and what it leads to stays untouched', async () => {
    const rig = await skillRig();
    const real = await writeTree(join(rig.folder, 'work/mine'), { 'SKILL.md': skillMd('mine') });
    await writeTree(join(rig.claude, 'skills/other'), { 'SKILL.md': 'x' });
    await symlink(real, join(rig.claude, 'skills/mine'));
    const ref = { place: rig.user, folderName: 'mine' };
    expect((await rig.manager.list({ projects: [] })).items[0]).toMatchObject({ isLink: true, description: 'What mine does' });
    await rig.manager.setEnabled(ref, false);
    await rig.manager.setEnabled(ref, true);
    await rig.manager.remove(ref);
    expect(await everythingBelow(real)).toEqual(['SKILL.md']);
  });

  it('stands beside commands and agents, which are only shown', async () => {
    const rig = await skillRig();
    await writeTree(rig.claude, {
      'commands/git/tidy.md': '---\ndescription: Tidies up\n---\n',
      'agents/judge.md': '---\nname: the-judge\n---\nJudges.',
    });
    expect(await rig.manager.extras({ projects: [] })).toMatchObject([
      { kind: 'command', name: 'git:tidy', description: 'Tidies up' },
      { kind: 'agent', name: 'the-judge', description: 'Judges.' },
    ]);
  });
});

describe('updates', () => {
  const LATER = { ...FILES, 'skills/pdf/SKILL.md': `${skillMd('pdf')}\nMore.\n`, 'skills/pdf/new.md': 'new' };

  async function checked(rig: SkillRig) {
    return settled(rig, rig.manager.check({ refs: null, projects: [] }));
  }

  it('gets nothing when nobody has committed anything', async () => {
    const rig = await rigWithPdf();
    rig.github.asked.length = 0;
    expect((await checked(rig)).updates).toMatchObject([{ state: 'current', problem: null }]);
    expect(rig.github.asked).toEqual(['/acme/skills.git/info/refs?service=git-upload-pack']);
  });

  it('takes a commit that changed other files for no update', async () => {
    const rig = await rigWithPdf();
    serve(rig, LATER_COMMIT, { ...FILES, 'README.md': 'other' });
    expect((await checked(rig)).updates).toMatchObject([{ state: 'current' }]);
  });

  it('shows what would change, installs it, and keeps the old one as a backup', async () => {
    const rig = await rigWithPdf();
    serve(rig, LATER_COMMIT, LATER);
    const { id, updates } = await checked(rig);
    expect(updates).toMatchObject([{ state: 'available', changedFiles: 2, source: { commit: LATER_COMMIT } }]);
    const { files } = await rig.manager.diff(id, pdf(rig));
    expect(files.map(({ path, change }) => [path, change])).toEqual([
      ['SKILL.md', 'changed'],
      ['new.md', 'added'],
    ]);
    expect(files[0]?.text).toContain('+More.');
    const job = await settled(rig, await rig.manager.update({ id, refs: [pdf(rig)], overwriteChanges: false }));
    expect(job).toMatchObject({ phase: 'done', results: [{ problem: null }] });
    expect(await readFile(join(rig.claude, 'skills/pdf/new.md'), 'utf8')).toBe('new');
    const [backup] = await rig.manager.backups();
    expect(backup).toMatchObject({ reason: 'updated', source: { commit: COMMIT } });
    await rig.manager.restoreBackup(backup?.id ?? '', { replace: true });
    expect(await readFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'utf8')).toBe(skillMd('pdf'));
    expect((await checked(rig)).updates).toMatchObject([{ state: 'available' }]);
  });

  it('does not overwrite what was changed here unless asked to', async () => {
    const rig = await rigWithPdf();
    await writeFile(join(rig.claude, 'skills/pdf/SKILL.md'), 'my own words');
    expect((await rig.manager.list({ projects: [] })).items).toMatchObject([{ hasLocalChanges: true }]);
    serve(rig, LATER_COMMIT, LATER);
    const { id, updates } = await checked(rig);
    expect(updates).toMatchObject([{ state: 'available', hasLocalChanges: true }]);
    await expect(rig.manager.update({ id, refs: [pdf(rig)], overwriteChanges: false })).rejects.toThrow(/was changed here/);
    await settled(rig, await rig.manager.update({ id, refs: [pdf(rig)], overwriteChanges: true }));
    expect((await rig.manager.list({ projects: [] })).items).toMatchObject([{ hasLocalChanges: false }]);
  });

  it('updates a skill that is switched off without switching it on', async () => {
    const rig = await rigWithPdf();
    await rig.manager.setEnabled(pdf(rig), false);
    serve(rig, LATER_COMMIT, LATER);
    const { id } = await checked(rig);
    await settled(rig, await rig.manager.update({ id, refs: [pdf(rig)], overwriteChanges: false }));
    expect(await everythingBelow(rig.claude)).toEqual([]);
    expect((await rig.manager.read(pdf(rig))).text).toContain('More.');
  });

  it('says when the skill, or its whole source, is gone', async () => {
    const rig = await rigWithPdf();
    serve(rig, LATER_COMMIT, { 'README.md': 'nothing here any more' });
    expect((await checked(rig)).updates).toMatchObject([{ state: 'gone' }]);
    rig.github.repositories.clear();
    expect((await checked(rig)).updates).toMatchObject([{ state: 'failed', problem: { code: 'source-not-found', values: { what: 'acme/skills' } } }]);
  });

  it('looks at folders and archives again, and names a skill that came from nowhere', async () => {
    const rig = await skillRig();
    const from = await writeTree(join(rig.folder, 'mine'), { 'a/SKILL.md': skillMd('a') });
    await install(rig, from);
    await writeTree(join(rig.claude, 'skills/own'), { 'SKILL.md': 'x' });
    await writeTree(from, { 'a/SKILL.md': 'other' });
    expect((await checked(rig)).updates).toMatchObject([{ ref: { folderName: 'a' }, state: 'available' }]);
    const own = await settled(rig, rig.manager.check({ refs: [{ place: rig.user, folderName: 'own' }], projects: [] }));
    expect(own.updates).toMatchObject([{ state: 'failed', problem: { code: 'source-unknown' } }]);
  });
});
