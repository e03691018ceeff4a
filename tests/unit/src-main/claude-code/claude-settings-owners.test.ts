import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe('other Code Proxies', () => {
  it('that live keep the file, until somebody takes over', async () => {
    const rig = await rigWith('{"env":{"ANTHROPIC_API_KEY":"k"}}');
    const first = rig.run();
    await first.apply({ takeOver: false });
    const asked: unknown[] = [];
    const second = rig.run({
      journalFile: join(rig.dataFolder, 'other.json'),
      value: { baseUrl: 'http://127.0.0.1:9500', token: `cp-${'b'.repeat(64)}` },
      isInstanceAlive: async (owner) => asked.push(owner) > 0,
    });
    await expect(second.apply({ takeOver: false })).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_TAKEN', repair: 'take-over' });
    expect(asked).toEqual([{ instanceId: null, pid: null, baseUrl: 'http://127.0.0.1:9000' }]);
    expect((await rig.env()).ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:9000');
    await second.apply({ takeOver: true });
    expect((await rig.env()).ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:9500');
    // The first one has lost the file and must not touch what is the second one's.
    await first.restore();
    expect((await rig.env()).ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:9500');
    await second.restore();
    expect((await rig.env()).ANTHROPIC_BASE_URL).toBeUndefined();
    expect((await rig.env()).ANTHROPIC_AUTH_TOKEN).toBeUndefined();
  });

  it('that live and share our journal are neither undone nor overwritten', async () => {
    const rig = await rigWith(USERS);
    await rig.run().apply({ takeOver: false });
    const before = await rig.snapshot();
    const second = rig.run({ isInstanceAlive: async (owner) => owner.instanceId === 'run 1' });
    expect(await second.recoverAfterCrash()).toBe('left');
    await expect(second.restore()).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_TAKEN' });
    await expect(second.apply({ takeOver: false })).rejects.toMatchObject({ code: 'CLAUDE_SETTINGS_TAKEN' });
    expect(await rig.snapshot()).toEqual(before);
    await second.apply({ takeOver: true });
    await second.restore();
    expect(await rig.text()).toBe(USERS);
  });

  it.each([
    ['a dead one whose journal is lost', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9321', ANTHROPIC_AUTH_TOKEN: `cp-${'0'.repeat(64)}` }, {}],
    ['the replaced app', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000', ANTHROPIC_AUTH_TOKEN: `cp-${'0'.repeat(32)}`, FOO: '1' }, { FOO: '1' }],
    ['a variable that names itself', { ANTHROPIC_AUTH_TOKEN: 'ANTHROPIC_AUTH_TOKEN', FOO: '1' }, { FOO: '1' }],
  ])('that are dead never count as what was there before: %s', async (_what, env, left) => {
    const rig = await rigWith(JSON.stringify({ model: 'opus', env }, null, 2));
    const claude = rig.run();
    await claude.apply({ takeOver: false });
    expect(await rig.env()).toEqual({ ...left, ...OURS });
    await claude.restore();
    const { env: after, ...others } = JSON.parse(await rig.text());
    expect([others, after ?? {}]).toEqual([{ model: 'opus' }, left]);
  });
});

describe('the journal', () => {
  it('of a crashed run is undone at the next start', async () => {
    const rig = await rigWith(USERS);
    const before = await rig.snapshot();
    await rig.run().apply({ takeOver: false });
    const next = rig.run();
    expect(await next.recoverAfterCrash()).toBe('restored');
    expect(await rig.snapshot()).toEqual(before);
    expect(await next.recoverAfterCrash()).toBe('nothing');
  });

  it('of a crashed run for another configuration folder is undone there', async () => {
    const rig = await rigWith(USERS);
    const before = await rig.snapshot();
    await rig.run().apply({ takeOver: false });
    const other = join(rig.dataFolder, '..', 'other', 'settings.json');
    const claude = rig.run({ file: other });
    await claude.apply({ takeOver: false });
    expect(await rig.text()).toBe(USERS);
    await claude.restore();
    expect(await rig.snapshot()).toEqual(before);
    await expect(stat(join(rig.dataFolder, '..', 'other'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that is damaged is kept and said, and does not stop an apply', async () => {
    const rig = await rigWith('{}');
    await writeFile(rig.journalFile, '{"version":1');
    const claude = rig.run();
    expect(await claude.recoverAfterCrash()).toBe('left');
    expect(claude.state()).toMatchObject({ kind: 'refused', message: expect.stringContaining('.broken-') });
    await writeFile(rig.journalFile, 'again');
    rig.clock.advance(1_000);
    expect((await claude.apply({ takeOver: false })).kind).toBe('applied');
    await claude.restore();
    expect(await rig.text()).toBe('{}');
    expect(Object.keys(await rig.snapshot()).filter((path) => path.includes('.broken-'))).toHaveLength(2);
  });

  it('holds no token', async () => {
    const rig = await rigWith(USERS);
    await rig.run().apply({ takeOver: false });
    expect(await readFile(rig.journalFile, 'utf8')).not.toContain(TOKEN);
  });
});
