import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClaudeBackups, MAX_BACKUPS } from '../../../../src-main/claude-code/claude-backups.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { crashingFiles } from '../../../support/crashing-files.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const FILE = '/somewhere/.claude/settings.json';

async function open(files = nodeFileOperations) {
  const folder = join(await tempFolder(), 'claude-backups');
  const clock = new FakeClock();
  const backups = new ClaudeBackups({ folder, files, clock });
  const keep = async (text: string | null, reason: 'apply' | 'restore' = 'apply', file = FILE) => {
    await clock.advance(1_000);
    await backups.keep(file, text === null ? null : Buffer.from(text), reason);
  };
  const texts = async () => Promise.all((await backups.list([FILE])).map(async ({ id }) => (await backups.read(id)).bytes.toString()));
  return { folder, backups, keep, texts };
}

describe('backups', () => {
  it('hold whole files, private, the newest first, with what was about to happen', async () => {
    const { backups, keep, folder, texts } = await open();
    await keep('one');
    await keep('two…', 'restore');
    await keep(null);
    await keep('of another', 'apply', '/other');
    expect(await texts()).toEqual(['two…', 'one']);
    const [newest] = await backups.list([FILE]);
    expect(newest).toMatchObject({ file: FILE, reason: 'restore', sizeBytes: Buffer.byteLength('two…') });
    const path = join(folder, newest?.id ?? '');
    expect([(await stat(path)).mode & 0o777, await readFile(path, 'utf8')]).toEqual([0o600, 'two…']);
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
  });

  it('keep each content once: what is written again becomes the newest', async () => {
    const { keep, texts, backups } = await open();
    for (const text of ['one', 'two', 'one', 'one']) await keep(text);
    expect(await texts()).toEqual(['one', 'two']);
    expect((await backups.list([FILE])).map(({ takenAtMs }) => takenAtMs).every((ms, index, all) => index === 0 || ms < (all[index - 1] ?? 0))).toBe(
      true,
    );
  });

  it('keep the newest few of a file and no more', async () => {
    const { keep, texts, folder } = await open();
    for (let index = 0; index < MAX_BACKUPS + 3; index += 1) await keep(`content ${index}`);
    const kept = await texts();
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([MAX_BACKUPS, `content ${MAX_BACKUPS + 2}`, 'content 3']);
    const [place] = await readdir(folder);
    expect(await readdir(join(folder, place ?? ''))).toHaveLength(MAX_BACKUPS + 1);
  });

  it.each(['', 'x', '../../etc/passwd', '0123456789abcdef/../of.json', '0123456789abcdef/of.json', `0123456789abcdef/1-apply-${'0'.repeat(16)}`])(
    'do not know %j',
    async (id) => {
      const { backups, keep } = await open();
      await keep('one');
      await expect(backups.read(id)).rejects.toMatchObject({ code: 'BACKUP_NOT_FOUND' });
    },
  );

  it('refuse, and so keep the file from being changed, where nothing can be written', async () => {
    const { backups, folder } = await open();
    await writeFile(folder, 'in the way');
    await expect(backups.keep(FILE, Buffer.from('one'), 'apply')).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
      message: expect.stringContaining(FILE),
    });
    await rm(folder);
    await mkdir(folder);
    await backups.keep(FILE, Buffer.from('one'), 'apply');
    expect(await backups.list([FILE])).toHaveLength(1);
  });

  it('are whole or not there, wherever the process ends', async () => {
    let survived = false;
    for (let step = 1; !survived; step += 1) {
      const steps = crashingFiles(step, () => undefined, true);
      const { backups, folder } = await open(steps.files);
      survived = await backups.keep(FILE, Buffer.from('the whole text'), 'apply').then(
        () => true,
        () => false,
      );
      const after = new ClaudeBackups({ folder, files: nodeFileOperations, clock: new FakeClock() });
      for (const { id } of await after.list([FILE])) expect((await after.read(id)).bytes.toString()).toBe('the whole text');
      await after.keep(FILE, Buffer.from('the whole text'), 'apply');
      await after.keep(FILE, Buffer.from('another'), 'apply');
      expect(await after.list([FILE])).toHaveLength(2);
    }
    expect(survived).toBe(true);
  });
});
