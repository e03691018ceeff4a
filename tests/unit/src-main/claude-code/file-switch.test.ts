import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClaudeConfigFile } from '../../../../src-main/claude-code/claude-config-file.ts';
import { type FileOperations, nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { FileSwitch } from '../../../../src-main/claude-code/file-switch.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { crashingFiles } from '../../../support/crashing-files.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function place(content: string | null) {
  const root = await tempFolder();
  const file = join(root, 'claude', 'config.json');
  const journalFile = join(root, 'data', 'switch.journal.json');
  await mkdir(dirname(journalFile));
  if (content !== null) {
    await mkdir(dirname(file));
    await writeFile(file, content);
  }
  const open = (files: FileOperations = nodeFileOperations) => {
    const config = new ClaudeConfigFile({ file, files, logger: new CaptureLogger(), hasLock: false });
    return new FileSwitch({ file, config, journalFile, key: 'primaryApiKey', value: 'any', files, clock: new FakeClock() });
  };
  const everything = async () => {
    const names = (await readdir(root, { recursive: true, withFileTypes: true })).map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(names.sort().map(async (name) => [name, await readFile(name, 'utf8').catch(() => 'folder')]));
  };
  return { file, journalFile, open, everything, text: () => readFile(file, 'utf8') };
}

const CONTENTS = {
  'no folder': null,
  'an empty file': '',
  'another value': '{\r\n\t"primaryApiKey" : "sk-mine",\r\n\t"x": 1 // mine\r\n}',
  'other values': '{"enabledPlugins":{"a@b":true}}',
};

describe.each(Object.entries(CONTENTS))('a switch on a file with %s', (_what, content) => {
  it('writes its value, and taking it back leaves every byte as before', async () => {
    const { open, everything, text } = await place(content);
    const before = await everything();
    await open().switchOn();
    expect(JSON.parse((await text()).replace('// mine', ''))).toMatchObject({ primaryApiKey: 'any' });
    expect(await open().state()).toBe('on');
    await open().switchOff();
    expect(await everything()).toEqual(before);
    expect(await open().state()).toBe('off');
  });

  it('leaves either the old or the new state, and no more, wherever the process ends', async () => {
    for (const what of ['on', 'off'] as const) {
      let survived = false;
      for (let step = 1; !survived; step += 1) {
        expect(step).toBeLessThan(30);
        const { open, everything, text } = await place(content);
        const before = await everything();
        if (what === 'off') await open().switchOn();
        const crashing = open(crashingFiles(step, () => undefined, true).files);
        survived = await (what === 'on' ? crashing.switchOn() : crashing.switchOff()).then(
          () => true,
          () => false,
        );
        await open().recover();
        const state = await open().state();
        if (state === 'on') {
          expect(await text()).toContain('"any"');
          await open().switchOff();
        }
        const after = await everything();
        // A folder that was made before its journal was written is all that may be left.
        expect({
          what,
          step,
          after: content === null ? after.filter(([name]) => name !== dirname(`${name}`) && !`${name}`.endsWith('claude')) : after,
        }).toEqual({
          what,
          step,
          after: before,
        });
      }
    }
  });
});

describe('a switch and others', () => {
  it('leaves what they changed meanwhile, and gives back what was there', async () => {
    const { open, text, file } = await place('{"primaryApiKey":"sk-mine","a":1}');
    await open().switchOn();
    await writeFile(file, (await text()).replace('"a":1', '"a":2'));
    await open().switchOff();
    expect(JSON.parse(await text())).toEqual({ primaryApiKey: 'sk-mine', a: 2 });
  });

  it('does not take away a value that they set', async () => {
    const { open, text, file, journalFile } = await place('{"a":1}');
    await open().switchOn();
    await writeFile(file, '{"a":1,"primaryApiKey":"sk-theirs"}');
    expect(await open().state()).toBe('off');
    await open().recover();
    await expect(readFile(journalFile)).rejects.toMatchObject({ code: 'ENOENT' });
    await open().switchOff();
    expect(await text()).toContain('sk-theirs');
  });

  it('calls a value foreign that it did not write, and never takes it away', async () => {
    const { open, text } = await place('{"primaryApiKey":"any"}');
    expect(await open().state()).toBe('foreign');
    await open().switchOn();
    await open().switchOff();
    expect(await text()).toBe('{"primaryApiKey":"any"}');
    expect(await open().state()).toBe('foreign');
  });

  it('copes with a file that was deleted, and says so of one that is broken', async () => {
    const { open, file } = await place('{}');
    await open().switchOn();
    await rm(file);
    await open().switchOff();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(file, '{');
    await expect(open().state()).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_BROKEN' });
    await expect(open().switchOn()).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_BROKEN' });
    await open().recover();
  });
});
