import { mkdir, readdir, readFile, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClaudeConfigFile } from '../../../../src-main/claude-code/claude-config-file.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { performTextTask, type TextWork } from '../../../../src-main/claude-code/text-tasks.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const open = (file: string, hasLock = true) => new ClaudeConfigFile({ file, files: nodeFileOperations, logger: new CaptureLogger(), hasLock });

describe('ClaudeConfigFile', () => {
  it('keeps everything else in the file as it is, and its mode', async () => {
    const file = join(await tempFolder(), '.claude.json');
    await writeFile(file, '{\n\t"numStartups": 3,\n\t"mcpServers": {"a": {"type":"stdio","x":1}}\n}', { mode: 0o640 });
    expect(await open(file).edit(() => [{ path: ['mcpServers', 'a', 'command'], value: 'node' }])).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('{\n\t"numStartups": 3,\n\t"mcpServers": {"a": {"type":"stdio","x":1,"command":"node"}}\n}');
    expect((await stat(file)).mode & 0o777).toBe(0o640);
  });

  it('makes a file that was not there for its owner alone, and leaves nothing beside it', async () => {
    const folder = await tempFolder();
    const file = join(folder, '.claude.json');
    await open(file).edit(() => [{ path: ['a'], value: 1 }]);
    expect(await readdir(folder)).toEqual(['.claude.json']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('changes nothing on disk when the plan changes nothing', async () => {
    const folder = await tempFolder();
    expect(await open(join(folder, 'f.json')).edit(() => [])).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  it('waits for the lock of another program and reads what that one wrote', async () => {
    const file = join(await tempFolder(), '.claude.json');
    await writeFile(file, '{}');
    await mkdir(`${file}.lock`);
    const done = open(file).edit((values) => [{ path: ['seen'], value: values.theirs ?? null }]);
    await writeFile(file, '{"theirs":1}');
    await rmdir(`${file}.lock`);
    await done;
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ theirs: 1, seen: 1 });
  });

  it('begins anew when another program writes while the new text is made', async () => {
    const file = join(await tempFolder(), '.claude.json');
    await writeFile(file, '{"mine":1}');
    let isFirst = true;
    const texts: TextWork = {
      async run(task, input) {
        if (isFirst) await writeFile(file, '{"theirs":2}');
        isFirst = false;
        return performTextTask(task, input);
      },
    };
    const config = new ClaudeConfigFile({ file, files: nodeFileOperations, logger: new CaptureLogger(), hasLock: false, texts });
    expect(await config.edit((values) => [{ path: ['seen'], value: Object.keys(values) }])).toBe(true);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ theirs: 2, seen: ['theirs'] });
  });

  it('writes through a symbolic link, which stays one', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'real.json'), '{}');
    await symlink('real.json', join(folder, 'link.json'));
    await open(join(folder, 'link.json'), false).edit(() => [{ path: ['a'], value: 1 }]);
    expect(JSON.parse(await readFile(join(folder, 'real.json'), 'utf8'))).toEqual({ a: 1 });
  });

  it('refuses a file that is no JSON and names the line', async () => {
    const file = join(await tempFolder(), '.claude.json');
    await writeFile(file, '{\n "a": \n}');
    await expect(open(file).edit(() => [{ path: ['b'], value: 1 }])).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_BROKEN',
      message: expect.stringContaining('line 3'),
    });
    expect(await readFile(file, 'utf8')).toBe('{\n "a": \n}');
  });
});
