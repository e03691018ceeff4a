import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { RotatingFile } from '../../../../src-main/platform/rotating-file.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await useTempFolder(), 'logs');
});

const read = (name: string) => readFile(join(folder, name), 'utf8');

function fileOf(maxBytes: number, files: number, lookEveryMs?: number): RotatingFile {
  const file = new RotatingFile({ path: join(folder, 'app.log'), maxBytes, files, ...(lookEveryMs === undefined ? {} : { lookEveryMs }) });
  onTestFinished(() => file.close());
  return file;
}

describe('RotatingFile', () => {
  it('moves to a new file when the next lines do not fit, and keeps only as many as it should', async () => {
    const file = fileOf(10, 3);
    for (const line of ['one--\n', 'two--\n', 'three\n', 'four-\n']) await file.write(line);
    expect((await readdir(folder)).sort()).toEqual(['app.1.log', 'app.2.log', 'app.log']);
    expect([await read('app.log'), await read('app.1.log'), await read('app.2.log')]).toEqual(['four-\n', 'three\n', 'two--\n']);
  });

  it('fills a file to the last byte, and gives a chunk that is too large a file of its own', async () => {
    const file = fileOf(10, 5);
    await file.write('12345\n');
    await file.write('890\n');
    await file.write('much longer than ten bytes\n');
    await file.write('x\n');
    expect([await read('app.2.log'), await read('app.1.log'), await read('app.log')]).toEqual([
      '12345\n890\n',
      'much longer than ten bytes\n',
      'x\n',
    ]);
  });

  it('counts what an earlier run left in the file', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'app.log'), '12345678\n');
    await fileOf(10, 2).write('new\n');
    expect([await read('app.1.log'), await read('app.log')]).toEqual(['12345678\n', 'new\n']);
  });

  it('makes folder and files that only the user can read', async () => {
    await fileOf(4, 2).write('a\n');
    await chmod(join(folder, 'app.log'), 0o644);
    const again = fileOf(4, 2);
    await again.write('b\n');
    await again.write('c\n');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
  });

  it.each([
    ['its file is deleted', () => rm(join(folder, 'app.log'))],
    ['its folder is deleted', () => rm(folder, { recursive: true })],
    ['its file is renamed by another program', () => rename(join(folder, 'app.log'), join(folder, 'app.log.old'))],
  ])('goes on in a new file after %s', async (_, damage) => {
    const file = fileOf(1_000, 3, 0);
    await file.write('before\n');
    await damage();
    await file.write('after\n');
    expect(await read('app.log')).toBe('after\n');
  });

  it('fails while the folder cannot be made, and works once it can', async () => {
    await writeFile(folder, 'a file in the way');
    const file = fileOf(1_000, 3);
    await expect(file.write('lost\n')).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) });
    await rm(folder);
    await file.write('works\n');
    expect(await read('app.log')).toBe('works\n');
  });
});
