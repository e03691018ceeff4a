/** What the thread of skills finds in folders: content, hash, differences, copies. */
import { chmod, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyTree } from '../../../../src-main/skills/copy-tree.ts';
import { changedFiles, diffSkill } from '../../../../src-main/skills/diff-skill.ts';
import { findCandidates } from '../../../../src-main/skills/find-candidates.ts';
import { listExtras, listPlace } from '../../../../src-main/skills/list-place.ts';
import { readSkill, readSkillText } from '../../../../src-main/skills/read-skill.ts';
import { runTask } from '../../../../src-main/skills/run-task.ts';
import { problem } from '../../../../src-main/skills/skill-refusal.ts';
import { hashTree, listTree } from '../../../../src-main/skills/skill-tree.ts';
import type { TaskAnswer } from '../../../../src-main/skills/tasks.ts';
import { everythingBelow, skillMd, writeTree } from '../../../support/skill-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const hashOf = (folder: string) => hashTree(folder, listTree(folder));
const nothing = () => undefined;

describe('the hash of a skill', () => {
  it('changes with any name or byte, and with nothing else', async () => {
    const folder = await tempFolder();
    const [a, b] = await Promise.all([writeTree(join(folder, 'a'), { x: '1', 'd/y': '2' }), writeTree(join(folder, 'b'), { 'd/y': '2', x: '1' })]);
    expect(hashOf(a)).toBe(hashOf(b));
    await writeTree(b, { '.DS_Store': 'x', '__pycache__/m.pyc': 'x' });
    await mkdir(join(b, 'empty'));
    await chmod(join(b, 'x'), 0o755);
    expect(hashOf(a)).toBe(hashOf(b));
    await writeFile(join(b, 'x'), '3');
    expect(hashOf(a)).not.toBe(hashOf(b));
    const moved = await writeTree(join(folder, 'c'), { xd: '1', y: '2' });
    expect(hashOf(a)).not.toBe(hashOf(moved));
  });

  it('takes a link for what it says, not for what it leads to', async () => {
    const folder = await writeTree(await tempFolder(), { target: '1' });
    await mkdir(join(folder, 'skill'));
    await symlink('../target', join(folder, 'skill/link'));
    const before = hashOf(join(folder, 'skill'));
    await writeFile(join(folder, 'target'), '2');
    expect(hashOf(join(folder, 'skill'))).toBe(before);
  });
});

describe('readSkill', () => {
  it('says what is wrong with SKILL.md', async () => {
    const folder = await tempFolder();
    const codes = async (content: string | Buffer) => {
      await writeFile(join(folder, 'SKILL.md'), content);
      return readSkill(folder).problems.map(({ code }) => code);
    };
    expect(readSkill(folder).problems).toMatchObject([{ code: 'no-skill-md' }]);
    expect(await codes(skillMd('a'))).toEqual([]);
    expect(await codes(Buffer.from([0xff, 0xfe, 0x41]))).toEqual(['skill-md-unreadable']);
    expect(await codes('x'.repeat(1_100_000))).toEqual(['skill-md-too-large']);
    expect(readSkill(join(folder, 'nowhere')).problems.map(({ code }) => code)).toContain('unreadable');
  });

  it('shows a long text cut', async () => {
    const folder = await writeTree(await tempFolder(), { 'SKILL.md': `---\nname: a\n---\n${'x'.repeat(300_000)}` });
    const text = readSkillText(folder);
    expect(text).toMatchObject({ isCut: true, fileCount: 1 });
    expect(text.text).toHaveLength(262_144);
    expect(text.body.startsWith('xxx')).toBe(true);
  });
});

describe('findCandidates', () => {
  it('finds skills at any depth, and names the one at the top after itself', async () => {
    const root = await writeTree(await tempFolder(), { 'SKILL.md': skillMd('top'), 'a/b/SKILL.md': skillMd('x'), 'c/readme.md': '' });
    const find = (under: string) =>
      findCandidates({ root, under, sourceName: 'my repo', left: [] }).map(({ path, folderName }) => [path, folderName]);
    expect(find('')).toEqual([
      ['', 'top'],
      ['a/b', 'b'],
    ]);
    expect(find('a')).toEqual([['a/b', 'b']]);
    await writeFile(join(root, 'SKILL.md'), 'no name');
    expect(find('')[0]).toEqual(['', 'my-repo']);
    expect(() => find('c')).toThrow(/no-skills/);
    expect(() => find('nowhere')).toThrow(/no-skills/);
  });

  it('holds what was left out against the skill that it belongs to', async () => {
    const root = await writeTree(await tempFolder(), { 'a/SKILL.md': skillMd('a'), 'ab/SKILL.md': skillMd('ab') });
    const left = [problem('link-refused', { path: 'a/link' }), problem('link-refused', { path: 'docs/link' })];
    const found = findCandidates({ root, under: '', sourceName: 'x', left });
    expect(found.map(({ path, problems }) => [path, problems.length])).toEqual([
      ['a', 1],
      ['ab', 0],
    ]);
  });
});

describe('diffSkill', () => {
  it('shows texts line by line, and of all else only that it changed', async () => {
    const folder = await tempFolder();
    const before = await writeTree(join(folder, 'a'), { same: 'x', text: 'a\nb\n', gone: 'x\n', big: 'x'.repeat(300_000) });
    const after = await writeTree(join(folder, 'b'), { same: 'x', text: 'a\nc\n', big: 'y'.repeat(300_000), 'new/file': 'n\n' });
    await writeFile(join(after, 'binary'), Buffer.from([0, 1, 2]));
    const { files, isCut } = diffSkill(before, after);
    expect(isCut).toBe(false);
    expect(files.map(({ path, change, text }) => [path, change, text?.split('\n').filter((line) => /^[-+][^-+]/.test(line)) ?? null])).toEqual([
      ['big', 'changed', null],
      ['binary', 'added', null],
      ['gone', 'removed', ['-x']],
      ['new/file', 'added', ['+n']],
      ['text', 'changed', ['-b', '+c']],
    ]);
    expect(changedFiles(before, before)).toEqual([]);
  });
});

describe('copyTree', () => {
  it('copies a checked skill without what is strewn about, and a moved one with everything', async () => {
    const folder = await tempFolder();
    const from = await writeTree(join(folder, 'from'), { 'SKILL.md': 'x', 'run.sh': '#!', '.git/config': 'x' });
    await mkdir(join(from, 'empty'));
    await symlink('SKILL.md', join(from, 'link'));
    copyTree(from, join(folder, 'checked'), { isWhole: false, onBytes: nothing });
    copyTree(from, join(folder, 'moved'), { isWhole: true, onBytes: nothing });
    expect(await everythingBelow(join(folder, 'checked'))).toEqual(['SKILL.md', 'link', 'run.sh']);
    expect(await everythingBelow(join(folder, 'moved'))).toEqual(['.git/config', 'SKILL.md', 'link', 'run.sh']);
    expect(await readlink(join(folder, 'moved/link'))).toBe('SKILL.md');
    expect(() => copyTree(from, join(folder, 'moved'), { isWhole: true, onBytes: nothing })).toThrow(/EEXIST/);
  });
});

describe('listPlace', () => {
  it('hashes only what is asked for, and passes over hidden folders and files', async () => {
    const folder = await writeTree(await tempFolder(), { 'a/SKILL.md': 'x', 'b/SKILL.md': 'x', '.hidden/SKILL.md': 'x', 'file.md': 'x' });
    expect(listPlace(folder, ['b']).skills.map(({ folderName, contentHash }) => [folderName, contentHash !== null])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(listPlace(join(folder, 'none'), [])).toEqual({ exists: false, problem: null, skills: [] });
    expect(listPlace(join(folder, 'file.md'), [])).toMatchObject({ exists: false, problem: { code: 'unreadable' } });
  });

  it('finds commands in folders, and none where there is no folder', async () => {
    const folder = await writeTree(await tempFolder(), { 'a.md': 'Does a', 'git/tidy.md': '---\ndescription: d\n---', 'x.txt': '' });
    expect(listExtras(folder).map(({ name, description }) => [name, description])).toEqual([
      ['a', 'Does a'],
      ['git:tidy', 'd'],
    ]);
    expect(listExtras(join(folder, 'none'))).toEqual([]);
  });
});

describe('runTask', () => {
  it('answers what it cannot do, instead of ending', async () => {
    const answers: TaskAnswer[] = [];
    await runTask({ id: 7, task: 'read', input: { folder: '/nowhere/at/all' } }, (answer) => answers.push(answer));
    await runTask({ id: 8, task: 'read', input: 'nonsense' }, (answer) => answers.push(answer));
    expect(answers).toMatchObject([
      { kind: 'failed', id: 7, code: 'ENOENT' },
      { kind: 'failed', id: 8, code: null },
    ]);
  });
});
