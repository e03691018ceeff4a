import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations as files } from '../../../../src-main/claude-code/file-operations.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('nodeFileOperations', () => {
  it('finds where a path leads, whether or not anything is there', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'linked'));
    await symlink('missing.json', join(folder, 'real', 'dangling.json'));
    expect(await files.target(join(folder, 'linked', 'new.json'))).toBe(join(folder, 'real', 'new.json'));
    expect(await files.target(join(folder, 'linked', 'dangling.json'))).toBe(join(folder, 'real', 'missing.json'));
    expect(await files.target(join(folder, 'none', 'deep', 'x.json'))).toBe(join(folder, 'none', 'deep', 'x.json'));
  });

  it('takes what is missing for missing, and not for an error', async () => {
    const folder = await tempFolder();
    const missing = join(folder, 'none', 'x');
    expect([await files.read(missing), await files.info(missing)]).toEqual([null, null]);
    await files.remove(missing);
    await files.removeFolderIfEmpty(missing);
    await files.syncFolder(missing);
    await expect(files.read(folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it.skipIf(process.platform === 'win32')('reads no pipe, which might never end, and no device', async () => {
    const pipe = join(await tempFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(files.read(pipe)).rejects.toMatchObject({ code: 'EFTYPE' });
    await expect(files.read('/dev/null')).rejects.toMatchObject({ code: 'EFTYPE' });
  });

  it('tells whether a file may be written, for the superuser too', async () => {
    const path = join(await tempFolder(), 'x');
    await writeFile(path, '');
    await chmod(path, 0o640);
    expect(await files.info(path)).toMatchObject({ mode: 0o640, isWritable: true });
    await chmod(path, 0o440);
    expect(await files.info(path)).toMatchObject({ mode: 0o440, isWritable: false });
  });

  it('writes privately, or like the file that is to be replaced', async () => {
    const folder = await tempFolder();
    const [path, like] = [join(folder, 'x'), join(folder, 'y')];
    await files.writeSynced(path, Buffer.from('one'), null);
    expect([(await stat(path)).mode & 0o777, await readFile(path, 'utf8')]).toEqual([0o600, 'one']);
    await writeFile(like, '');
    await chmod(like, 0o664);
    await files.writeSynced(path, Buffer.from('2'), await files.info(like));
    expect([(await stat(path)).mode & 0o777, await readFile(path, 'utf8')]).toEqual([0o664, '2']);
  });

  it('removes only empty folders', async () => {
    const folder = join(await tempFolder(), 'new');
    await files.makeFolder(folder);
    await files.makeFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, 'x'), '');
    await files.removeFolderIfEmpty(folder);
    expect(await files.info(folder)).not.toBeNull();
    await files.remove(join(folder, 'x'));
    await files.removeFolderIfEmpty(folder);
    expect(await files.info(folder)).toBeNull();
  });
});
