import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../../../src-main/cli/open-data-folder.ts';
import { dataPaths } from '../../../../src-main/platform/paths.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const open = (folder: string, warn: (text: string) => void = () => undefined) =>
  openDataFolder({ paths: dataPaths(folder), environment: {}, version: '0.0.0-test', warn });

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

  it('says that the settings are broken and leaves them for the next start to say so too, until a setting is changed', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'settings.json');
    await writeFile(file, '{"proxy":{"port":"abc"}}');
    const warnings: string[] = [];
    const looking = await open(folder, (text) => warnings.push(text));
    expect(await looking.caller.settings.get()).toMatchObject({ settings: { proxy: { port: 9_000 } } });
    await looking.close();
    expect(warnings).toEqual([expect.stringContaining('The settings file has a faulty value (proxy.port: ')]);
    expect(await readFile(file, 'utf8')).toBe('{"proxy":{"port":"abc"}}');
    const changing = await open(folder);
    await changing.caller.settings.change({ changes: [{ path: 'proxy.port', value: 9_100 }] });
    await changing.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ proxy: { port: 9_100 } });
    expect((await readdir(folder)).filter((name) => name.startsWith('settings.json.broken-'))).toHaveLength(1);
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
