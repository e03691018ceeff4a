import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ClaudeBackups } from '../../../../src-main/claude-code/claude-backups.ts';
import { ClaudeFiles, type ClaudeFilesOptions } from '../../../../src-main/claude-code/claude-files.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { TOKEN, VALUES } from '../../../support/claude-settings-rig.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const USERS = '{\n\t"model" :  "opus", "env": { "FOO": "bar" }\n}\n';

async function rig(content: string | null = USERS) {
  const root = await tempFolder();
  const [home, other, data] = [join(root, 'home'), join(root, 'other'), join(root, 'data')];
  for (const folder of [home, other, data]) await mkdir(folder);
  const [file, otherFile] = [join(home, 'settings.json'), join(other, 'settings.json')];
  if (content !== null) await writeFile(file, content);
  await writeFile(otherFile, '{ "other": true }');
  let runs = 0;
  let further: readonly string[] = [other];
  const clock = new FakeClock();
  const run = (options: Partial<ClaudeFilesOptions> = {}) => {
    runs += 1;
    return new ClaudeFiles({
      environment: { CLAUDE_CONFIG_DIR: home },
      platform: 'linux',
      journalFile: join(data, 'claude-settings.journal.json'),
      backups: new ClaudeBackups({ folder: join(data, 'claude-backups'), files: nodeFileOperations, clock: clock }),
      further: () => further,
      instance: { id: `run ${runs}`, pid: runs },
      isInstanceAlive: async () => false,
      values: () => VALUES,
      onFilesChanged: () => undefined,
      clock,
      logger: new CaptureLogger(),
      ...options,
    });
  };
  const read = (path: string) => readFile(path, 'utf8');
  return { home, other, data, file, otherFile, run, read, clock, only: (list: readonly string[]) => (further = list) };
}
const fail = (error: unknown) => {
  throw error;
};

describe('several folders', () => {
  it('each have a state, a journal and an undo of their own', async () => {
    const { run, home, other, file, otherFile, read, data } = await rig();
    const claude = run();
    expect((await claude.folders()).map(({ folder, isDefault, isThere, state }) => [folder, isDefault, isThere, state.kind])).toEqual([
      [home, true, true, 'unmanaged'],
      [other, false, true, 'unmanaged'],
    ]);
    expect((await claude.apply({ takeOver: false }, other)).kind).toBe('applied');
    expect([await read(file), JSON.parse(await read(otherFile)).env.ANTHROPIC_AUTH_TOKEN]).toEqual([USERS, TOKEN]);
    expect(claude.state().kind).toBe('unmanaged');
    await claude.applyAll(fail);
    expect((await readdir(data)).filter((name) => name.endsWith('.journal.json'))).toHaveLength(2);
    await claude.restore(other);
    expect([JSON.parse(await read(file)).env.ANTHROPIC_AUTH_TOKEN, await read(otherFile)]).toEqual([TOKEN, '{ "other": true }']);
    await claude.restoreAll(fail);
    expect(await read(file)).toBe(USERS);
    await expect(claude.diff('/elsewhere')).rejects.toMatchObject({ code: 'CONFIG_INVALID', field: 'folder' });
  });

  it('are all put back after a crash, also one that is no longer on the list', async () => {
    const { run, only, file, otherFile, read, data } = await rig();
    await run().applyAll(fail);
    only([]);
    await run().recoverAfterCrash();
    expect([await read(file), await read(otherFile)]).toEqual([USERS, '{ "other": true }']);
    expect((await readdir(data)).filter((name) => name.endsWith('.journal.json'))).toEqual([]);
  });

  it('are put back when they are taken off the list, and one that fails does not keep the others from it', async () => {
    const { run, only, other, otherFile, file, read } = await rig();
    const claude = run();
    await claude.applyAll(fail);
    only([]);
    await claude.followFolders(fail);
    expect([await read(otherFile), JSON.parse(await read(file)).env.ANTHROPIC_AUTH_TOKEN]).toEqual(['{ "other": true }', TOKEN]);
    only([other]);
    await writeFile(otherFile, '{');
    const failed = vi.fn();
    await claude.applyAll(failed);
    expect(failed).toHaveBeenCalledTimes(1);
    expect((await claude.folders()).map(({ state }) => state.kind)).toEqual(['applied', 'refused']);
  });
});

describe('backups', () => {
  it('hold the file as its user left it, and none of our values', async () => {
    const { run, file, read, clock } = await rig();
    const claude = run();
    await claude.apply({ takeOver: false });
    await clock.advance(1_000);
    await writeFile(file, (await read(file)).replace('"bar"', '"baz"'));
    await claude.restore();
    const [newest, oldest] = await claude.backups();
    expect([newest?.reason, oldest?.reason]).toEqual(['restore', 'apply']);
    const { diff } = await claude.backupDiff(oldest?.id ?? '');
    expect(diff).toContain('+\t"model" :  "opus", "env": { "FOO": "bar" }');
  });

  it('come back while connected, with Claude Code still connected and the undo still right', async () => {
    const { run, file, read, clock, data } = await rig();
    const claude = run();
    await claude.apply({ takeOver: false });
    await claude.restore();
    await clock.advance(1_000);
    await writeFile(file, '{ "model": "haiku" }');
    await claude.apply({ takeOver: false });
    await clock.advance(1_000);
    const oldest = (await claude.backups()).at(-1);
    expect(await claude.restoreBackup(oldest?.id ?? '')).toEqual(oldest);
    expect(JSON.parse(await read(file))).toMatchObject({ model: 'opus', env: { FOO: 'bar', ANTHROPIC_AUTH_TOKEN: TOKEN } });
    await claude.restore();
    expect(await read(file)).toBe(USERS);
    const texts = await Promise.all((await claude.backups()).map(({ id }) => claude.backupDiff(id)));
    expect(texts.some(({ diff }) => diff.includes('"haiku"'))).toBe(true);
    // What we wrote is nobody's backup.
    const copies = await Promise.all((await claude.backups()).map(({ id }) => read(join(data, 'claude-backups', id))));
    expect(copies.filter((copy) => copy.includes(TOKEN))).toEqual([]);
  });

  it('bring no address of a run that is gone back with them', async () => {
    const { run, file, read, clock } = await rig();
    const claude = run();
    await claude.apply({ takeOver: false });
    // Another program wrote, so the copy is of the file with our values in it.
    await writeFile(file, (await read(file)).replace('"bar"', '"baz"'));
    await clock.advance(1_000);
    await claude.restore();
    const [newest] = await claude.backups();
    await writeFile(file, '{}');
    await claude.restoreBackup(newest?.id ?? '');
    const { env } = JSON.parse(await read(file));
    expect(env).toMatchObject({ FOO: 'baz' });
    expect(env).not.toHaveProperty('ANTHROPIC_BASE_URL');
    expect(env).not.toHaveProperty('ANTHROPIC_AUTH_TOKEN');
  });

  it('never show a credential, and are private', async () => {
    const { run, file, data } = await rig('{ "env": { "ANTHROPIC_API_KEY": "sk-my-secret-key-123", "GITHUB_TOKEN": "ghp_abc" } }');
    const claude = run();
    await claude.apply({ takeOver: false });
    await claude.restore();
    await writeFile(file, '{}');
    const [backup] = await claude.backups();
    expect(JSON.stringify(await claude.backupDiff(backup?.id ?? ''))).not.toMatch(/sk-my-secret|ghp_abc/);
    expect((await stat(join(data, 'claude-backups', backup?.id ?? ''))).mode & 0o777).toBe(0o600);
  });

  it('keep a link a link, and make a file that is gone', async () => {
    const { run, home, file, read } = await rig(null);
    const real = join(home, 'real.json');
    await writeFile(real, USERS);
    await symlink(real, file);
    const claude = run();
    await claude.apply({ takeOver: false });
    await claude.restore();
    const [backup] = await claude.backups();
    await writeFile(real, '{}');
    await claude.restoreBackup(backup?.id ?? '');
    expect(await read(real)).toBe(USERS);
    await rm(real);
    await claude.restoreBackup(backup?.id ?? '');
    expect(await read(real)).toBe(USERS);
    await expect(claude.restoreBackup('0000000000000000/1-apply-0000000000000000')).rejects.toMatchObject({ code: 'BACKUP_NOT_FOUND' });
  });
});

describe('switches', () => {
  it('change their own file of their own folder, keep a copy of it, and outlive a run', async () => {
    const { run, home, other, read } = await rig();
    const config = join(home, '.claude.json');
    const before = '{"numStartups":3,"projects":{}}';
    await writeFile(config, before);
    const changed = vi.fn();
    const claude = run({ onFilesChanged: changed });
    expect((await claude.setSwitch('onboarding', true)).map(({ name, state }) => [name, state])).toEqual([
      ['onboarding', 'on'],
      ['plugin', 'off'],
    ]);
    expect(changed).toHaveBeenCalled();
    expect(JSON.parse(await read(config))).toEqual({ numStartups: 3, projects: {}, hasCompletedOnboarding: true });
    await claude.restoreAll(fail);
    const next = run();
    await next.recoverAfterCrash();
    expect((await next.switches()).map(({ state }) => state)).toEqual(['on', 'off']);
    expect((await next.switches(other)).map(({ state }) => state)).toEqual(['off', 'off']);
    await next.setSwitch('onboarding', false);
    expect(await read(config)).toBe(before);
    const copy = (await next.backups()).find(({ file }) => file === config);
    expect(copy).toMatchObject({ reason: 'switch' });
    await writeFile(config, '{}');
    await next.restoreBackup(copy?.id ?? '');
    expect(JSON.parse(await read(config))).toMatchObject({ numStartups: 3 });
  });

  it('say why a file cannot be read, and leave it alone', async () => {
    const { run, home, read } = await rig();
    await writeFile(join(home, 'config.json'), '{ "a" ');
    const claude = run();
    expect((await claude.switches())[1]).toMatchObject({ state: 'unreadable', problem: expect.stringContaining('config.json') });
    await expect(claude.setSwitch('plugin', true)).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_BROKEN' });
    expect(await read(join(home, 'config.json'))).toBe('{ "a" ');
  });
});

describe('conflicts', () => {
  it('are those of the folder, against what would be written', async () => {
    const { run, other, home } = await rig();
    const claude = run({ environment: { CLAUDE_CONFIG_DIR: home, API_TIMEOUT_MS: '1' } });
    await writeFile(join(other, 'settings.json'), '{ "apiKeyHelper": "x" }');
    const kinds = async (folder?: string) => (await claude.conflicts(folder)).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['environment']);
    expect(await kinds(other)).toEqual(['api-key-helper', 'environment']);
  });
});
