import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createFileLogger, type FileLoggerOptions } from '../../../../src-main/platform/file-logger.ts';
import { Secret } from '../../../../src-main/platform/secret.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = join(await useTempFolder(), 'logs');
  file = join(folder, 'code-proxy.log');
});

function startLogger(options: Partial<FileLoggerOptions> = {}) {
  const logger = createFileLogger({ folder, file, level: 'info', onFailure: () => undefined, ...options });
  onTestFinished(() => logger.close());
  return logger;
}

const linesOf = async (path: string): Promise<unknown[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('createFileLogger', () => {
  it('writes one JSON line per message with time, level and fields, and only after the caller went on', async () => {
    const logger = startLogger();
    logger.warn('something happened', { port: 9_000 });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await logger.flush();
    expect(await linesOf(file)).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), msg: 'something happened', port: 9_000 },
    ]);
  });

  it('follows the level while running', async () => {
    const logger = startLogger();
    logger.debug('unseen');
    logger.setLevel('debug');
    logger.debug('seen');
    logger.setLevel('error');
    logger.info('unseen again');
    await logger.flush();
    expect(await linesOf(file)).toMatchObject([{ msg: 'seen', level: 'debug' }]);
  });

  it('never writes a credential, whatever way it comes', async () => {
    const logger = startLogger();
    logger.error('answer was sk-ant-api03-topsecretkey', {
      credential: 'topsecretkey',
      headers: { 'x-api-key': 'topsecretkey', cookie: 'a=topsecretkey' },
      box: new Secret('topsecretkey'),
      error: new Error('Bearer topsecretkey'),
    });
    await logger.flush();
    expect(await readFile(file, 'utf8')).not.toContain('topsecretkey');
  });

  it('keeps the given number of files of the given size, without losing a line on the way', async () => {
    const logger = startLogger({ maxBytes: 20_000, files: 5 });
    for (let index = 0; index < 600; index += 1) {
      logger.info('line', { index });
      if (index % 50 === 0) await logger.flush();
    }
    await logger.flush();
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['code-proxy.1.log', 'code-proxy.2.log', 'code-proxy.log']);
    const oldestFirst = [join(folder, 'code-proxy.2.log'), join(folder, 'code-proxy.1.log'), file];
    const indexes = (await Promise.all(oldestFirst.map(linesOf))).flat().map((line) => z.object({ index: z.number() }).parse(line).index);
    expect(indexes).toEqual(Array.from({ length: 600 }, (_, index) => index));
  });

  it('survives a folder that cannot be written, says so once, and goes on when it can', async () => {
    await writeFile(folder, 'in the way');
    const failures: unknown[] = [];
    const logger = startLogger({ onFailure: (error) => failures.push(error) });
    logger.info('early');
    await logger.flush();
    logger.info('still');
    await logger.flush();
    expect(failures).toHaveLength(1);
    await rm(folder);
    await mkdir(folder);
    await logger.flush();
    expect(await linesOf(file)).toMatchObject([{ msg: 'early' }, { msg: 'still' }]);
  });

  it('writes everything when it closes and ignores what comes later', async () => {
    const logger = startLogger();
    logger.info('last');
    await logger.close();
    logger.info('too late');
    await logger.flush();
    expect(await linesOf(file)).toMatchObject([{ msg: 'last' }]);
  });
});
