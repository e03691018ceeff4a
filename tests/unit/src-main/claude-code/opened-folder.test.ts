import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClaudeBackups } from '../../../../src-main/claude-code/claude-backups.ts';
import { claudeFolders } from '../../../../src-main/claude-code/claude-folders.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { OpenedFolder } from '../../../../src-main/claude-code/opened-folder.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { VALUES } from '../../../support/claude-settings-rig.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const OLD = '{ "numStartups":3 }';

/** A folder of a client that was old when it first ran: it goes on with its .config.json. */
async function oldClient() {
  const root = await tempFolder();
  const data = join(root, 'data');
  await mkdir(data);
  const [place] = claudeFolders({ CLAUDE_CONFIG_DIR: join(root, 'claude') }, []);
  if (place === undefined) throw new Error('there is always one folder');
  await mkdir(place.folder);
  const older = join(place.folder, '.config.json');
  await writeFile(older, OLD);
  const clock = new FakeClock();
  const backups = new ClaudeBackups({ folder: join(data, 'backups'), files: nodeFileOperations, clock });
  const open = () =>
    new OpenedFolder(place, {
      journalOf: (name) => join(data, `${name}.journal.json`),
      keep: backups.keep,
      instance: { id: 'run', pid: 1 },
      isInstanceAlive: async () => false,
      values: () => VALUES,
      clock,
      logger: new CaptureLogger(),
    });
  const journals = async () => (await readdir(data)).filter((name) => name.endsWith('.journal.json'));
  return { place, older, open, backups, journals, read: (file: string) => readFile(file, 'utf8') };
}

describe('the switch of the first start, with the file of an old client', () => {
  it('writes the file that the client reads, and brings its bytes back, also in another run', async () => {
    const { place, older, open, backups, journals, read } = await oldClient();
    await open().setSwitch('onboarding', true);
    expect(JSON.parse(await read(older))).toEqual({ numStartups: 3, hasCompletedOnboarding: true });
    expect(await readdir(place.folder)).toEqual(['.config.json']);
    const next = open();
    await next.recoverAfterCrash();
    expect((await next.switches())[0]).toMatchObject({ name: 'onboarding', state: 'on', file: older });
    expect(await next.configFile()).toBe(older);
    await next.setSwitch('onboarding', false);
    expect([await read(older), await journals()]).toEqual([OLD, []]);
    const [copy] = await backups.list(next.files());
    expect(copy).toMatchObject({ file: older, reason: 'switch' });
    await next.putBack(older, Buffer.from('{ "put": "back" }'));
    expect(await read(older)).toBe('{ "put": "back" }');
  });

  it('is taken back where it was written, although the client has another file now', async () => {
    const { place, older, open, journals, read } = await oldClient();
    await rm(older);
    await writeFile(place.configFile, '{"new":1}');
    const folder = open();
    await folder.setSwitch('onboarding', true);
    await writeFile(older, OLD);
    expect((await folder.switches())[0]).toMatchObject({ state: 'off', file: older });
    await folder.setSwitch('onboarding', true);
    expect(await journals()).toHaveLength(2);
    await folder.setSwitch('onboarding', false);
    expect([await read(place.configFile), await read(older), await journals()]).toEqual(['{"new":1}', OLD, []]);
  });
});
