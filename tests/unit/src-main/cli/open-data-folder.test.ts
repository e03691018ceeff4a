import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../../../src-main/cli/open-data-folder.ts';
import { dataPaths } from '../../../../src-main/platform/paths.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const open = (folder: string) => openDataFolder({ paths: dataPaths(folder), environment: {}, version: '0.0.0-test' });

describe('openDataFolder', () => {
  it('keeps what one command wrote for the next, and announces no instance', async () => {
    const folder = await tempFolder();
    const first = await open(folder);
    await first.caller.endpoints.add({ name: 'main', baseUrl: 'http://127.0.0.1:1', credential: 'sk-secret' });
    await first.close();
    expect(await readdir(folder)).not.toContain('instance.json');
    const second = await open(folder);
    expect((await second.caller.endpoints.list()).map(({ name }) => name)).toEqual(['main']);
    expect(second.instance).toBeNull();
    await second.close();
  });

  it('lets two commands take turns', async () => {
    const folder = await tempFolder();
    const add = async (name: string) => {
      const connection = await open(folder);
      await connection.caller.endpoints.add({ name, baseUrl: 'http://127.0.0.1:1' });
      await connection.close();
    };
    await Promise.all([add('a'), add('b')]);
    const after = await open(folder);
    expect((await after.caller.endpoints.list()).map(({ name }) => name).sort()).toEqual(['a', 'b']);
    await after.close();
  });

  it('leaves the files of the app that it replaces alone', async () => {
    const folder = await tempFolder();
    const old = join(folder, 'code_proxy.db');
    await writeFile(old, 'old');
    const before = await stat(old);
    await (await open(folder)).close();
    expect((await stat(old)).mtimeMs).toBe(before.mtimeMs);
  });
});
