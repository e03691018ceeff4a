import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedFolder, existingProjects, isFolder } from '../../../../../src-main/claude-code/launch/known-folders.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

describe('checkedFolder', () => {
  it('takes what is a folder, the home folder by its sign too', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "it's ü"));
    expect(await checkedFolder(`  ${join(folder, 'x', '..', "it's ü")} `)).toBe(join(folder, "it's ü"));
    expect(await checkedFolder('~')).toBe(homedir());
    expect(await checkedFolder('~/.')).toMatch(new RegExp(`^${homedir()}/?$`));
  });

  it.each([
    ['   ', 'choose a folder'],
    ['here', 'must be absolute or begin with ~'],
    ['~user', 'must be absolute or begin with ~'],
    ['/a\0b', 'cannot have this name'],
    ['/no/such', 'there is no folder /no/such'],
  ])('says what is wrong with %j', async (typed, message) => {
    await expect(checkedFolder(typed)).rejects.toMatchObject({ code: 'CONFIG_INVALID', field: 'folder', message: expect.stringContaining(message) });
  });

  it('takes no file for a folder', async () => {
    const file = join(await tempFolder(), 'file');
    await writeFile(file, '');
    await expect(checkedFolder(file)).rejects.toThrow('is not a folder');
    expect(await isFolder(file)).toBe(false);
  });
});

describe('existingProjects', () => {
  it('names those that are still folders, the newest first, and no more than a list can hold', async () => {
    const folder = await tempFolder();
    const [one, two, file] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'file')];
    await mkdir(one);
    await mkdir(two);
    await writeFile(file, '');
    expect(await existingProjects([one, file, '/gone', two])).toEqual([two, one]);
    expect(await existingProjects(Array.from({ length: 60 }, () => one))).toHaveLength(50);
  });
});
