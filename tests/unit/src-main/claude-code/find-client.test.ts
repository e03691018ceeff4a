import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidates, findClient } from '../../../../src-main/claude-code/find-client.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('candidates', () => {
  it('are on the PATH in order, then where the installers put it', () => {
    expect(candidates({ environment: { PATH: '/a:/b' }, platform: 'linux', homeFolder: '/u' })).toEqual([
      '/a/claude',
      '/b/claude',
      '/u/.local/bin/claude',
      '/u/.claude/local/claude',
    ]);
  });

  it('do not include the current folder, which may be a stranger’s project', () => {
    expect(candidates({ environment: { PATH: ':.:bin:/a' }, platform: 'linux', homeFolder: '/h' })[0]).toBe('/a/claude');
  });

  it('on Windows have the endings of PATHEXT that are programs, whatever the case of Path', () => {
    const found = candidates({
      environment: { Path: '"C:\\Program Files\\x";;D:\\y', PATHEXT: '.CMD;.EXE;.JS' },
      platform: 'win32',
      homeFolder: 'C:\\Users\\u',
    });
    expect(found).toEqual([
      'C:\\Program Files\\x\\claude.cmd',
      'C:\\Program Files\\x\\claude.exe',
      'D:\\y\\claude.cmd',
      'D:\\y\\claude.exe',
      'C:\\Users\\u\\.local\\bin\\claude.cmd',
      'C:\\Users\\u\\.local\\bin\\claude.exe',
      'C:\\Users\\u\\.claude\\local\\claude.cmd',
      'C:\\Users\\u\\.claude\\local\\claude.exe',
    ]);
    expect(candidates({ environment: {}, platform: 'win32', homeFolder: 'C:\\u' })).toContain('C:\\u\\.local\\bin\\claude.exe');
  });
});

describe.skipIf(process.platform === 'win32')('findClient', () => {
  it('takes the first that is an executable file, links followed', async () => {
    const folder = await tempFolder();
    for (const name of ['isFolder/claude', 'notExecutable', 'good', 'other']) await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, 'notExecutable', 'claude'), '');
    await writeFile(join(folder, 'other', 'claude'), '');
    await chmod(join(folder, 'other', 'claude'), 0o755);
    await symlink(join(folder, 'other', 'claude'), join(folder, 'good', 'claude'));
    const path = ['missing', 'isFolder', 'notExecutable', 'good', 'other'].map((name) => join(folder, name)).join(':');
    expect(await findClient({ environment: { PATH: path }, homeFolder: folder })).toBe(join(folder, 'good', 'claude'));
  });

  it('says how to install it when it is nowhere', async () => {
    const missing = findClient({ environment: { PATH: '' }, homeFolder: await tempFolder() });
    await expect(missing).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND', message: expect.stringContaining('npm install') });
  });
});
