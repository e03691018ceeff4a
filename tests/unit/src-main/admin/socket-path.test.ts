import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareSocketPath, removeSocket } from '../../../../src-main/admin/socket-path.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const long = 'a-very-long-folder-name'.repeat(5);

describe('prepareSocketPath', () => {
  it('takes a fresh name in a private folder below the data folder', async () => {
    const dataFolder = await useTempFolder();
    const place = { dataFolder, runtimeFolder: null, tempFolder: '/nowhere', platform: 'linux' } as const;
    await mkdir(join(dataFolder, 'run'), { mode: 0o755 });
    const [first, second] = [await prepareSocketPath(place), await prepareSocketPath(place)];
    expect(first).not.toBe(second);
    expect(dirname(first)).toBe(join(dataFolder, 'run'));
    expect((await stat(dirname(first))).mode & 0o777).toBe(0o700);
  });

  it('goes to a private folder in the runtime folder when the path would be too long for a socket', async () => {
    const [dataFolder, runtimeFolder] = [join(await useTempFolder(), long), await useTempFolder()];
    const path = await prepareSocketPath({ dataFolder, runtimeFolder, tempFolder: '/nowhere', platform: 'linux' });
    expect(path.startsWith(`${runtimeFolder}/code-proxy-`)).toBe(true);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(path)).toBeLessThan(104);
  });

  it('goes to the temporary folder when there is no runtime folder, or a long one', async () => {
    const [dataFolder, tempFolder] = [join(await useTempFolder(), long), await useTempFolder()];
    for (const runtimeFolder of [null, join(dataFolder, long)]) {
      const path = await prepareSocketPath({ dataFolder, runtimeFolder, tempFolder, platform: 'linux' });
      expect(path.startsWith(`${tempFolder}/code-proxy-`)).toBe(true);
    }
  });

  it('is a pipe with a random name on Windows', async () => {
    const place = { dataFolder: 'C:\\data', runtimeFolder: null, tempFolder: 'C:\\temp', platform: 'win32' } as const;
    const path = await prepareSocketPath(place);
    expect(path).toMatch(/^\\\\\.\\pipe\\code-proxy-[0-9a-f]{16}$/);
    expect(await prepareSocketPath(place)).not.toBe(path);
    await removeSocket(path);
  });
});

describe('removeSocket', () => {
  it('removes the socket and the folder that was made for it alone', async () => {
    const [dataFolder, tempFolder] = [join(await useTempFolder(), long), await useTempFolder()];
    const path = await prepareSocketPath({ dataFolder, runtimeFolder: null, tempFolder, platform: 'linux' });
    await writeFile(path, '');
    await removeSocket(path);
    expect(await readdir(tempFolder)).toEqual([]);
    await removeSocket(path);
  });

  it('leaves other files alone', async () => {
    const dataFolder = await useTempFolder();
    const path = await prepareSocketPath({ dataFolder, runtimeFolder: null, tempFolder: '/nowhere', platform: 'linux' });
    await writeFile(path, '');
    await writeFile(join(dirname(path), 'other.sock'), '');
    await removeSocket(path);
    expect(await readdir(join(dataFolder, 'run'))).toEqual(['other.sock']);
  });
});
