import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ensurePrivateFolder, fileRefused, retryWhileBusy, writeFileAtomically } from '../../../../src-main/platform/private-files.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await useTempFolder();
});
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const busy = (code: string) => Object.assign(new Error(code), { code });

describe('ensurePrivateFolder', () => {
  it('creates the folder and its parents, readable by the user alone, and leaves nothing in it', async () => {
    const made = join(folder, 'a', 'b');
    await ensurePrivateFolder(made);
    expect(await modeOf(made)).toBe(0o700);
    expect(await readdir(made)).toEqual([]);
  });

  it('closes an existing folder to other users and keeps its files', async () => {
    const made = join(folder, 'old');
    await mkdir(made, { mode: 0o755 });
    await writeFile(join(made, 'code_proxy.db'), 'theirs');
    await ensurePrivateFolder(made);
    expect(await modeOf(made)).toBe(0o700);
    expect(await readFile(join(made, 'code_proxy.db'), 'utf8')).toBe('theirs');
  });

  it('says what to do about a file that is refused: free some space, or see who owns it', () => {
    const refused = (code: string) => fileRefused('write', '/data/settings.json', Object.assign(new Error('x'), { code }));
    expect(refused('ENOSPC')).toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      message: expect.stringContaining('disk or your quota is full. Free some space'),
    });
    expect(refused('EACCES').message).toBe('Cannot write /data/settings.json (EACCES). Check who owns the file and its folder.');
  });

  it('says what to do when a file is in the way', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    await expect(ensurePrivateFolder(path)).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      message: expect.stringContaining('CODE_PROXY_HOME'),
    });
    await expect(ensurePrivateFolder(join(path, 'below'))).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });

  it.runIf(process.platform === 'linux')('reports a folder that cannot be made', async () => {
    // /proc refuses new folders even to root, and made a recursive mkdir spin for ever.
    await expect(ensurePrivateFolder('/proc/code-proxy-test')).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      message: expect.stringContaining('/proc/code-proxy-test'),
    });
  });
});

describe('writeFileAtomically', () => {
  it('writes a file that only the user can read, whatever its mode was, and leaves no temporary file', async () => {
    const path = join(folder, 'state.json');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeFileAtomically(path, '{"a":1}');
    expect([await readFile(path, 'utf8'), await modeOf(path), await readdir(folder)]).toEqual(['{"a":1}', 0o600, ['state.json']]);
  });

  it('keeps the mode of a foreign file when asked, and makes a new one private', async () => {
    const path = join(folder, 'settings.json');
    await writeFileAtomically(path, 'one', { mode: 'keep' });
    expect(await modeOf(path)).toBe(0o600);
    await writeFile(join(folder, 'wide'), '');
    const before = await modeOf(join(folder, 'wide'));
    await writeFileAtomically(join(folder, 'wide'), 'two', { mode: 'keep' });
    expect(await modeOf(join(folder, 'wide'))).toBe(before);
  });

  it('replaces the target of a symbolic link and keeps the link', async () => {
    await writeFile(join(folder, 'target'), 'old');
    await symlink('target', join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new');
    expect((await readdir(folder)).sort()).toEqual(['link', 'target']);
  });
});

describe('retryWhileBusy', () => {
  it('repeats while the file is held by another program, waiting in between', async () => {
    let tries = 0;
    let waits = 0;
    const result = await retryWhileBusy(
      async () => {
        tries += 1;
        if (tries < 4) throw busy(['EPERM', 'EACCES', 'EBUSY'][tries - 1] ?? '');
        return 'done';
      },
      { attempts: 10, wait: async () => (waits += 1) },
    );
    expect([result, tries, waits]).toEqual(['done', 4, 3]);
  });

  it('gives up after the last attempt, and at once for another error', async () => {
    let tries = 0;
    const failWith = (code: string) => () => {
      tries += 1;
      return Promise.reject(busy(code));
    };
    await expect(retryWhileBusy(failWith('EBUSY'), { attempts: 10, wait: async () => undefined })).rejects.toMatchObject({ code: 'EBUSY' });
    expect(tries).toBe(10);
    await expect(retryWhileBusy(failWith('ENOSPC'), { attempts: 10, wait: async () => undefined })).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(tries).toBe(11);
  });
});
