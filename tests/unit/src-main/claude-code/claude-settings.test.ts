import { chmod, lstat, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claudeSettingsPath } from '../../../../src-main/claude-code/claude-settings.ts';
import { type FileOperations, nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { TextThread } from '../../../../src-main/claude-code/text-thread.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { ClaudeSettingsRig, TOKEN } from '../../../support/claude-settings-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const rigWith = async (content: string | Buffer | null) => ClaudeSettingsRig.create(await tempFolder(), content);
const OURS = {
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
  ANTHROPIC_AUTH_TOKEN: TOKEN,
  API_TIMEOUT_MS: '600000',
  CLAUDE_CODE_ATTRIBUTION_HEADER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
};
const USERS = '{\n  // mine\n  "model": "opus",\n  "env": {\n    "FOO": "bar"\n  }\n}\n';

describe('apply and restore', () => {
  it('leaves everything alone until it is told to', async () => {
    const rig = await rigWith(USERS);
    const before = await rig.snapshot();
    const service = rig.run();
    expect(service.state()).toMatchObject({ kind: 'unmanaged', file: rig.file });
    expect(await service.restore()).toMatchObject({ kind: 'unmanaged', message: 'There is nothing of ours in the file.' });
    expect(await rig.snapshot()).toEqual(before);
  });

  it('writes our variables as strings beside those of the user, and brings the very bytes back', async () => {
    const rig = await rigWith('{\n  "model": "opus",\n  "env": {"FOO":"bar"}\n}');
    const before = await rig.snapshot();
    const claude = rig.run();
    expect(await claude.apply({ takeOver: false })).toMatchObject({ kind: 'applied' });
    expect(await rig.env()).toEqual({ FOO: 'bar', ...OURS });
    expect(await claude.restore()).toMatchObject({ kind: 'restored' });
    expect(await rig.snapshot()).toEqual(before);
  });

  it('says that Claude Code will not read a file with a comment, with its line, though the edit is made and undone', async () => {
    const rig = await rigWith(USERS);
    const before = await rig.snapshot();
    const claude = rig.run();
    const state = await claude.apply({ takeOver: false });
    expect(state).toMatchObject({
      kind: 'unread',
      message: expect.stringMatching(/^Claude Code reads plain JSON only, and line 2 of the file has a comment/),
    });
    expect(await rig.text()).toContain('http://127.0.0.1:9000');
    expect(await claude.restore()).toMatchObject({ kind: 'restored' });
    expect(await rig.snapshot()).toEqual(before);
  });

  it('creates file and folder where there are none, private, and takes both away again', async () => {
    const rig = await rigWith(null);
    const before = await rig.snapshot();
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect(await rig.env()).toEqual(OURS);
    expect([(await stat(rig.file)).mode & 0o777, (await stat(rig.claudeFolder)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect((await stat(rig.journalFile)).mode & 0o777).toBe(0o600);
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
  });

  it('keeps a folder that it created when something else lies in it now', async () => {
    const rig = await rigWith(null);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(join(rig.claudeFolder, 'history'), 'x');
    await claude.restore();
    expect(Object.keys(await rig.snapshot())).toEqual([rig.claudeFolder, join(rig.claudeFolder, 'history'), rig.dataFolder]);
  });

  it('keeps the mode of the file', async () => {
    const rig = await rigWith(USERS);
    await chmod(rig.file, 0o640);
    const before = await rig.snapshot();
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect((await stat(rig.file)).mode & 0o777).toBe(0o640);
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
  });

  it.each([
    ['a blank file', ''],
    ['a file of blanks', ' \r\n'],
    ['an empty object', '{}'],
    ['an empty env', '{"env":{}}'],
    ['our own timeout already there', '{"env":{"API_TIMEOUT_MS":"600000"}}'],
    ['values that are no strings', '{"env":{"API_TIMEOUT_MS":3000,"ANTHROPIC_BASE_URL":null}}'],
    ['a real gateway of the user', '{"env":{"ANTHROPIC_BASE_URL":"https://gw.example","ANTHROPIC_AUTH_TOKEN":"real"}}'],
    ['another local server', '{"env":{"ANTHROPIC_BASE_URL":"http://localhost:1234","ANTHROPIC_AUTH_TOKEN":"lmstudio"}}'],
    ['a byte order mark', '\uFEFF{"a":1}'],
    ['a key that must be escaped', '{"a\\"b\\u00e9":{"env":1},"env":{"x":"\\ud83d\\ude00"}}'],
  ])('brings %s back byte for byte', async (_what, content) => {
    const rig = await rigWith(content);
    const before = await rig.snapshot();
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    const applied = JSON.parse((await rig.text()).replace('\uFEFF', ''));
    expect(applied.env).toMatchObject({ ANTHROPIC_BASE_URL: OURS.ANTHROPIC_BASE_URL, ANTHROPIC_AUTH_TOKEN: TOKEN });
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
  });

  it('sets a competing API key aside and puts it back', async () => {
    const rig = await rigWith('{ "env": { "ANTHROPIC_API_KEY": "sk-ant-real", "FOO": "bar" } }');
    const before = await rig.snapshot();
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect(await rig.env()).toEqual({ FOO: 'bar', ...OURS });
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
  });

  it('takes the values from the settings of the app', async () => {
    const rig = await rigWith('{"env":{"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC":"1"}}');
    await rig.run({ value: { apiTimeoutMs: 90_000, attributionHeader: false, disableNonessentialTraffic: false } }).apply({ takeOver: false });
    expect(await rig.env()).toEqual({ ...OURS, API_TIMEOUT_MS: '90000', CLAUDE_CODE_ATTRIBUTION_HEADER: '0' });
  });

  it('keeps a symbolic link and rewrites what it points to', async () => {
    const rig = await rigWith(USERS);
    const real = join(rig.claudeFolder, 'dotfiles.json');
    await writeFile(real, USERS);
    await rm(rig.file);
    await symlink('dotfiles.json', rig.file);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect((await lstat(rig.file)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, 'utf8')).toContain(TOKEN);
    await claude.restore();
    expect([(await lstat(rig.file)).isSymbolicLink(), await readFile(real, 'utf8')]).toEqual([true, USERS]);
  });

  it('follows a link to a file that does not exist yet, and takes only that file away again', async () => {
    const rig = await rigWith(USERS);
    const real = join(rig.claudeFolder, 'later.json');
    await rm(rig.file);
    await symlink(real, rig.file);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect(await readFile(real, 'utf8')).toContain(TOKEN);
    await claude.restore();
    expect((await lstat(rig.file)).isSymbolicLink()).toBe(true);
    await expect(stat(real)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('applies again after a change of port or token without losing what was there at first', async () => {
    const rig = await rigWith('{"env":{"ANTHROPIC_BASE_URL":"https://gw.example","ANTHROPIC_API_KEY":"k"}}');
    const before = await rig.snapshot();
    let port = 9_000;
    const claude = rig.run({
      values: () => ({
        baseUrl: `http://127.0.0.1:${port}`,
        token: TOKEN,
        apiTimeoutMs: 1,
        attributionHeader: true,
        disableNonessentialTraffic: true,
      }),
    });
    await claude.apply({ takeOver: false });
    port = 9_100;
    await claude.apply({ takeOver: false });
    await claude.apply({ takeOver: false });
    expect(await rig.env()).toMatchObject({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9100' });
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
  });

  it('edits a file of nearly a MiB on another thread, with another edit in between, and leaves a much larger one alone', async () => {
    const entries = (count: number) => Array.from({ length: count }, (_, index) => `    "Bash(command-number-${index} ${'x'.repeat(70)})"`);
    const text = (count: number) => `{\n  "permissions": { "allow": [\n${entries(count).join(',\n')}\n  ] }\n}\n`;
    const rig = await rigWith(text(9_000));
    const before = await rig.snapshot();
    const texts = new TextThread(systemClock);
    onTestFinished(() => texts.stop());
    const claude = rig.run({ texts });
    expect((await claude.diff()).diff.length).toBeLessThan(2_000);
    await claude.apply({ takeOver: false });
    expect(await rig.env()).toEqual(OURS);
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, (await rig.text()).replace('number-7 ', 'number-seven '));
    await claude.restore();
    expect(await rig.text()).toBe(text(9_000).replace('number-7 ', 'number-seven '));
    const large = await rigWith(text(180_000));
    const untouched = await large.snapshot();
    await expect(large.run().apply({ takeOver: false })).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_BROKEN',
      message: expect.stringContaining('MiB, at most 16 MiB'),
    });
    expect(await large.snapshot()).toEqual(untouched);
  });

  it('tells each state once', async () => {
    const rig = await rigWith('{}');
    const claude = rig.run();
    const heard: string[] = [];
    claude.onChange((state) => heard.push(state.kind));
    await claude.apply({ takeOver: false });
    await claude.apply({ takeOver: false });
    await claude.restore();
    await claude.restore();
    expect(heard).toEqual(['applied', 'restored', 'restored']);
  });
});

describe('edits by others between apply and restore', () => {
  it('stay, and only our own values go', async () => {
    const rig = await rigWith(USERS);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, (await rig.text()).replace('"opus"', '"sonnet", // changed').replace('"bar"', '"baz"'));
    await claude.restore();
    expect(await rig.text()).toBe(
      USERS.replace('"opus"', '"sonnet", // changed').replace('"bar"', '"baz"').replace(', // changed,', ', // changed,'),
    );
  });

  it('of our own keys are left alone', async () => {
    const rig = await rigWith('{"env":{"ANTHROPIC_BASE_URL":"https://old.example","ANTHROPIC_API_KEY":"old"}}');
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, (await rig.text()).replace('http://127.0.0.1:9000', 'https://new.example'));
    await claude.restore();
    expect(await rig.env()).toEqual({ ANTHROPIC_BASE_URL: 'https://new.example', ANTHROPIC_API_KEY: 'old' });
  });

  it('keep a file that we created as long as they are in it', async () => {
    const rig = await rigWith(null);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, JSON.stringify({ ...JSON.parse(await rig.text()), model: 'opus' }));
    await claude.restore();
    expect(JSON.parse(await rig.text())).toEqual({ model: 'opus' });
  });

  it('that only reformat a file that we created do not keep it', async () => {
    const rig = await rigWith(null);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, JSON.stringify(JSON.parse(await rig.text())));
    await claude.restore();
    expect(Object.keys(await rig.snapshot())).toEqual([rig.dataFolder]);
  });

  it('that deleted the file are respected', async () => {
    const rig = await rigWith(USERS);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await rm(rig.file);
    expect((await claude.restore()).kind).toBe('restored');
    expect(Object.keys(await rig.snapshot())).toEqual([rig.claudeFolder, rig.dataFolder]);
  });

  it('that broke the file stop the restore, which works once the file is whole again', async () => {
    const rig = await rigWith(USERS);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    const applied = await rig.text();
    await writeFile(rig.file, applied.slice(0, -3));
    await expect(claude.restore()).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_BROKEN' });
    expect(claude.state()).toMatchObject({ kind: 'refused', message: expect.stringContaining('line') });
    await writeFile(rig.file, applied);
    await rig.run().recoverAfterCrash();
    expect(await rig.text()).toBe(USERS);
  });

  it('show as overridden when they change the address', async () => {
    const rig = await rigWith(USERS);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    await writeFile(rig.file, '{"env":{"ANTHROPIC_BASE_URL":"https://other.example"}}');
    expect((await claude.diff()).diff).not.toBe('');
    expect(claude.state().kind).toBe('overridden');
    await claude.apply({ takeOver: false });
    await claude.restore();
    expect(await rig.env()).toEqual({ ANTHROPIC_BASE_URL: 'https://other.example' });
  });
});

describe('what is refused, with the file as it was', () => {
  const refused = async (rig: ClaudeSettingsRig, expected: object, options: Parameters<ClaudeSettingsRig['run']>[0] = {}) => {
    const before = await rig.snapshot();
    const claude = rig.run(options);
    await expect(claude.apply({ takeOver: false })).rejects.toMatchObject(expected);
    expect(claude.state().kind).toBe('refused');
    expect(await rig.snapshot()).toEqual(before);
  };

  it.each([
    ['broken JSON', '{\n  "a": 1\n  "b": 2\n}', 'line 3'],
    ['half a file', '{\n  "env": {', 'line 2'],
    ['a list', '[]', 'line 1'],
    ['env that is no object', '{\n  "env": "x"\n}', 'line 2'],
    ['env twice', '{\n  "env": {},\n  "env": {}\n}', 'line 3'],
    ['one of our keys twice', '{"env": {\n "API_TIMEOUT_MS": "1",\n "API_TIMEOUT_MS": "2" }}', 'line 3'],
    ['text that is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'UTF-8'],
    ['nesting without end', `${'['.repeat(200_000)}`, 'nothing was changed'],
  ])('%s', async (_what, content, said) => {
    await refused(await rigWith(content), { code: 'CLAUDE_SETTINGS_BROKEN', message: expect.stringContaining(said), repair: 'open-claude-settings' });
  });

  it('is not a key of others that is there twice', async () => {
    const rig = await rigWith('{"env":{"FOO":"1","FOO":"2"},"x":1,"x":2}');
    await rig.run().apply({ takeOver: false });
    expect(await rig.text()).toContain('"FOO":"1","FOO":"2"');
  });

  it('a read-only file, with the remedy', async () => {
    const rig = await rigWith(USERS);
    await chmod(rig.file, 0o444);
    await refused(rig, { code: 'CLAUDE_SETTINGS_UNWRITABLE', message: expect.stringContaining('write access') });
  });

  it('a folder in place of the file', async () => {
    const rig = await rigWith(null);
    await mkdir(rig.file, { recursive: true });
    await expect(rig.run().apply({ takeOver: false })).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_UNWRITABLE' });
  });

  it('links that lead in a circle', async () => {
    const rig = await rigWith(null);
    await mkdir(rig.claudeFolder);
    await symlink(rig.file, rig.file);
    await expect(rig.run().apply({ takeOver: false })).rejects.toMatchObject({
      code: 'CLAUDE_SETTINGS_UNWRITABLE',
      message: expect.stringContaining('circle'),
    });
  });

  it('a disk that is full while the new file is written', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const rig = await rigWith(USERS);
    const files: FileOperations = {
      ...nodeFileOperations,
      writeSynced: (path, bytes, like) =>
        path.startsWith(rig.claudeFolder) ? Promise.reject(full) : nodeFileOperations.writeSynced(path, bytes, like),
    };
    await refused(rig, { code: 'CLAUDE_SETTINGS_UNWRITABLE', message: expect.stringContaining('disk is full') }, { files });
  });

  it('a file that changes at every look', async () => {
    const rig = await rigWith(USERS);
    let count = 0;
    const files: FileOperations = {
      ...nodeFileOperations,
      async writeSynced(path, bytes, like) {
        await nodeFileOperations.writeSynced(path, bytes, like);
        count += 1;
        if (path.startsWith(rig.claudeFolder)) await writeFile(rig.file, `{"count":${count}}`);
      },
    };
    await expect(rig.run({ files }).apply({ takeOver: false })).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_CHANGED_MEANWHILE', repair: 'retry' });
    expect(await rig.text()).toBe(`{"count":${count}}`);
    expect(Object.keys(await rig.snapshot())).toHaveLength(3);
  });
});

it('reads again when the file changed between reading and renaming, and keeps that change', async () => {
  const rig = await rigWith('{"a":1}');
  let isFirst = true;
  const files: FileOperations = {
    ...nodeFileOperations,
    async writeSynced(path, bytes, like) {
      await nodeFileOperations.writeSynced(path, bytes, like);
      if (isFirst && path.startsWith(rig.claudeFolder)) {
        isFirst = false;
        await writeFile(rig.file, '{"a":2}');
      }
    },
  };
  const claude = rig.run({ files });
  await claude.apply({ takeOver: false });
  expect(JSON.parse(await rig.text())).toMatchObject({ a: 2, env: OURS });
  await claude.restore();
  expect(await rig.text()).toBe('{"a":2}');
});

describe('diff', () => {
  it('shows what apply would do, changes nothing, and explains each key without a credential', async () => {
    const rig = await rigWith('{\n  "env": {\n    "ANTHROPIC_API_KEY": "sk-ant-real-key",\n    "MY_SECRET": "hush"\n  }\n}\n');
    const before = await rig.snapshot();
    const { diff, keys, file } = await rig.run().diff();
    expect(file).toBe(rig.file);
    expect(diff).toContain('-    "ANTHROPIC_API_KEY": "••••"');
    expect(diff).toContain('+    "ANTHROPIC_BASE_URL": "http://127.0.0.1:9000"');
    expect(diff).toContain('+    "ANTHROPIC_AUTH_TOKEN": "cp-••••"');
    for (const secret of [TOKEN, 'real-key', 'hush']) expect(JSON.stringify({ diff, keys })).not.toContain(secret);
    expect(keys.map((key) => [key.key, key.before, key.after])).toEqual([
      ['ANTHROPIC_BASE_URL', null, 'http://127.0.0.1:9000'],
      ['ANTHROPIC_AUTH_TOKEN', null, 'cp-••••'],
      ['ANTHROPIC_API_KEY', '••••', null],
      ['API_TIMEOUT_MS', null, '600000'],
      ['CLAUDE_CODE_ATTRIBUTION_HEADER', null, '1'],
      ['CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC', null, '1'],
    ]);
    for (const key of keys) expect(key.explanation).toMatch(/\.$/);
    expect(await rig.snapshot()).toEqual(before);
  });

  it('is empty when everything is in place', async () => {
    const rig = await rigWith(USERS);
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect(await claude.diff()).toEqual({ file: rig.file, diff: '', keys: [] });
  });
});

describe('claudeSettingsPath', () => {
  it('follows the variable of Claude Code itself', () => {
    expect(claudeSettingsPath({ CLAUDE_CONFIG_DIR: '/x' })).toBe(join('/x', 'settings.json'));
    expect(claudeSettingsPath({ CLAUDE_CONFIG_DIR: '' })).toBe(join(homedir(), '.claude', 'settings.json'));
  });
});
