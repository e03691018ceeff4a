import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations as files } from '../../../../src-main/claude-code/file-operations.ts';
import { explained, type Replacement, replaceFile } from '../../../../src-main/claude-code/replace-file.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function setUp(content: string | null, mode = 0o644) {
  const folder = await tempFolder();
  const target = join(folder, 'settings.json');
  if (content !== null) {
    await writeFile(target, content);
    await chmod(target, mode);
  }
  const replace = (expected: string | null, wanted: string | null) => {
    const replacement: Replacement = {
      target,
      temporaryFile: join(folder, '.tmp'),
      expected: expected === null ? null : Buffer.from(expected),
      wanted: wanted === null ? null : Buffer.from(wanted),
    };
    return replaceFile(files, replacement);
  };
  return { folder, target, replace };
}

describe('replaceFile', () => {
  it('replaces what was expected and keeps the mode', async () => {
    const { folder, target, replace } = await setUp('old', 0o640);
    expect(await replace('old', 'new')).toBe(true);
    expect([await readFile(target, 'utf8'), (await stat(target)).mode & 0o777, await readdir(folder)]).toEqual(['new', 0o640, ['settings.json']]);
  });

  it.each([
    ['other', 'old'],
    [null, 'old'],
    ['old', null],
  ])('does nothing when it finds %j instead of %j', async (content, expected) => {
    const { folder, target, replace } = await setUp(content);
    expect(await replace(expected, 'new')).toBe(false);
    expect(await readdir(folder)).toEqual(content === null ? [] : ['settings.json']);
    if (content !== null) expect(await readFile(target, 'utf8')).toBe(content);
  });

  it('creates a private file and removes one', async () => {
    const { folder, target, replace } = await setUp(null);
    expect(await replace(null, 'new')).toBe(true);
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    expect(await replace('new', null)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a read-only file before it writes anything', async () => {
    const { folder, replace } = await setUp('old', 0o444);
    await expect(replace('old', 'new')).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_UNWRITABLE', message: expect.stringContaining('read-only') });
    expect(await readdir(folder)).toEqual(['settings.json']);
  });
});

describe('explained', () => {
  it.each([
    ['EACCES', 'access is denied. Give your user write access'],
    ['EISDIR', 'a folder. Move it away'],
    ['EFTYPE', 'a pipe or a device. Move it away'],
    ['EROFS', 'read-only'],
    ['EDQUOT', 'disk is full. Make room'],
    ['EIO', 'EIO'],
  ])('says for %s what is in the way and what to do', async (code, text) => {
    const failing = explained('/f', () => Promise.reject(Object.assign(new Error('x'), { code })));
    await expect(failing).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_UNWRITABLE',
      message: expect.stringMatching(new RegExp(`${text}.*launch`)),
    });
  });

  it('names no way round for files that a launched session uses as well', async () => {
    const failing = explained('/h/.claude.json', () => Promise.reject(Object.assign(new Error('x'), { code: 'EACCES' })));
    await expect(failing).rejects.toMatchObject({ message: expect.not.stringContaining('launch') });
  });

  it('leaves faults of the program alone', async () => {
    await expect(explained('/f', () => Promise.reject(new TypeError('bug')))).rejects.toThrow(TypeError);
  });
});
