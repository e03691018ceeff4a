import { chmod, lstat, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsFile } from '../../../../src-main/configuration/settings-file.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('settingsFile', () => {
  it('does not repeat the content of a broken file in what it says', async () => {
    const path = join(await tempFolder(), 'settings.json');
    await writeFile(path, '{"outboundProxy": "http://user:secret@proxy" oops');
    const read = await settingsFile(path, new FakeClock()).read();
    expect(read).toMatchObject({ kind: 'unreadable', problem: expect.stringContaining('is not valid JSON') });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('keeps a symlink and rewrites what it points to', async () => {
    const folder = await tempFolder();
    const target = join(folder, 'target.json');
    const link = join(folder, 'settings.json');
    await writeFile(target, '{}');
    await symlink(target, link);
    await settingsFile(link, new FakeClock()).write({ a: 1 });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({ a: 1 });
  });

  it('is written in the format of electron-store', async () => {
    const path = join(await tempFolder(), 'settings.json');
    await settingsFile(path, new FakeClock()).write({ proxy: { port: 1 } });
    expect(await readFile(path, 'utf8')).toBe('{\n\t"proxy": {\n\t\t"port": 1\n\t}\n}\n');
  });

  it.skipIf(process.getuid?.() === 0)('says what to do when the folder may not be written', async () => {
    const folder = await tempFolder();
    await chmod(folder, 0o500);
    const written = settingsFile(join(folder, 'settings.json'), new FakeClock()).write({});
    await expect(written).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE', message: expect.stringContaining('Check who owns') });
  });

  it('says what to do when the folder is a file', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'blocked'), '');
    const written = settingsFile(join(folder, 'blocked', 'settings.json'), new FakeClock()).write({});
    await expect(written).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });

  it('has nothing to set aside when the file is gone already', async () => {
    const path = join(await tempFolder(), 'settings.json');
    await expect(settingsFile(path, new FakeClock()).setAside()).resolves.toContain('.broken-');
  });
});
