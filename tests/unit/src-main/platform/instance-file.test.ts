import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Instance, readInstanceFile, removeInstanceFile, writeInstanceFile } from '../../../../src-main/platform/instance-file.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const instance: Instance = {
  pid: 123,
  startedAtMs: 1,
  instanceId: 'a',
  host: 'headless',
  socket: '/tmp/a.sock',
  token: 'secret',
  proxyUrl: 'http://127.0.0.1:9000',
  dashboardUrl: null,
  version: '1.0.0',
};

describe('the instance file', () => {
  it('is written whole, for its owner only, whatever mode it had', async () => {
    const file = join(await useTempFolder(), 'instance.json');
    await writeFile(file, 'old');
    await chmod(file, 0o644);
    await writeInstanceFile(file, instance);
    expect(await readInstanceFile(file)).toEqual(instance);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leaves no temporary files behind', async () => {
    const folder = await useTempFolder();
    await writeInstanceFile(join(folder, 'instance.json'), instance);
    expect(await readdir(folder)).toEqual(['instance.json']);
  });

  it.each([
    ['missing', null],
    ['empty', ''],
    ['cut short', '{"pid": 12'],
    ['of another shape', '{"pid": 12}'],
    ['not an object', '[]'],
  ])('names no instance when it is %s', async (_name, content) => {
    const file = join(await useTempFolder(), 'instance.json');
    if (content !== null) await writeFile(file, content);
    expect(await readInstanceFile(file)).toBeNull();
  });

  it('is removed by the instance it describes, not by an earlier one', async () => {
    const file = join(await useTempFolder(), 'instance.json');
    await writeInstanceFile(file, instance);
    await removeInstanceFile(file, 'earlier');
    expect(await readFile(file, 'utf8')).toContain('"secret"');
    await removeInstanceFile(file, 'a');
    expect(await readInstanceFile(file)).toBeNull();
    await removeInstanceFile(file, 'a');
  });
});
