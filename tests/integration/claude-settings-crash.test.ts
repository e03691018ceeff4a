import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ClaudeBackups } from '../../src-main/claude-code/claude-backups.ts';
import type { ClaudeValues } from '../../src-main/claude-code/plan-edit.ts';
import { ClaudeSettingsRig } from '../support/claude-settings-rig.ts';
import { crashingFiles } from '../support/crashing-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const CONTENTS = {
  'no file and no folder': null,
  'a blank file': '',
  'variables of the user': '{\r\n\t// mine\r\n\t"env": { "FOO" : "bar", "ANTHROPIC_API_KEY": "sk-real", },\r\n}',
  'attribution of the user': '{ "attribution": { "commit": "by me" },\n\t"model": 1 /* odd */ }\n',
  'a gateway of the user': '{"env":{"ANTHROPIC_BASE_URL":"https://gw.example"}}',
} as const;

const EVERYTHING: Partial<ClaudeValues> = {
  experimentalBetas: false,
  agentTeams: true,
  commitAttribution: false,
  models: { ANTHROPIC_MODEL: 'my-model', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'my-haiku' },
};

/** More than any scenario has; the loops end when a run survives. */
const ENOUGH_STEPS = 60;

type Scenario = (rig: ClaudeSettingsRig, files: ReturnType<typeof crashingFiles>['files']) => Promise<void>;
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  apply: async (rig, files) => {
    await rig.run({ files }).apply({ takeOver: false });
  },
  'apply, then again with another port': async (rig, files) => {
    let port = 9_000;
    const claude = rig.run({
      files,
      values: () => ({
        baseUrl: `http://127.0.0.1:${port}`,
        token: `cp-${'d'.repeat(64)}`,
        apiTimeoutMs: 1,
        attributionHeader: false,
        disableNonessentialTraffic: true,
      }),
    });
    await claude.apply({ takeOver: false });
    port = 9_100;
    await claude.apply({ takeOver: false });
  },
  'apply and restore with everything switched, and backups': async (rig, files) => {
    const backups = new ClaudeBackups({ folder: join(dirname(rig.dataFolder), 'claude-backups'), files, clock: rig.clock });
    const claude = rig.run({ files, keep: backups.keep, value: EVERYTHING });
    await claude.apply({ takeOver: false });
    await claude.restore();
  },
  'apply and restore': async (rig, files) => {
    const claude = rig.run({ files });
    await claude.apply({ takeOver: false });
    await claude.restore();
  },
  'the undo of a crashed run, itself cut short': async (rig, files) => {
    await rig.run().apply({ takeOver: false });
    if ((await rig.run({ files }).recoverAfterCrash()) === 'left') throw new Error('cut short');
  },
};

describe.each(Object.keys(SCENARIOS))('a crash between any two steps of: %s', (scenario) => {
  it.each(Object.entries(CONTENTS))('leaves what the next start needs to bring back %s', async (_what, content) => {
    let survived = false;
    for (let step = 1; !survived; step += 1) {
      expect(step).toBeLessThan(ENOUGH_STEPS);
      for (const isHalfway of [false, true]) {
        const rig = await ClaudeSettingsRig.create(await tempFolder(), content);
        const before = await rig.snapshot();
        const { files } = crashingFiles(step, () => undefined, isHalfway);
        survived = await (SCENARIOS[scenario]?.(rig, files) ?? Promise.reject(new Error('no such scenario'))).then(
          () => true,
          () => false,
        );
        await rig.run().recoverAfterCrash();
        expect({ step, isHalfway, files: await rig.snapshot() }).toEqual({ step, isHalfway, files: before });
      }
    }
  });
});

describe('a crash while a backup is brought back', () => {
  it.each(Object.entries(CONTENTS))('leaves the file before or the copy, whole, and nothing beside it: %s', async (_what, content) => {
    let survived = false;
    for (let step = 1; !survived; step += 1) {
      expect(step).toBeLessThan(ENOUGH_STEPS);
      for (const isHalfway of [false, true]) {
        const rig = await ClaudeSettingsRig.create(await tempFolder(), content);
        const { files } = crashingFiles(step, () => undefined, isHalfway);
        survived = await rig
          .run({ files })
          .replace(Buffer.from('{ "the": "copy" }'))
          .then(
            () => true,
            () => false,
          );
        await rig.run().recoverAfterCrash();
        const names = await readdir(rig.claudeFolder).catch(() => []);
        expect(names.filter((name) => name !== 'settings.json')).toEqual([]);
        const now = names.length === 0 ? null : await readFile(rig.file, 'utf8');
        expect([content, '{ "the": "copy" }']).toContain(now);
        if (survived) expect(now).toBe('{ "the": "copy" }');
      }
    }
  });
});

describe('a journal of an earlier version', () => {
  it('knows variables only, and is undone all the same', async () => {
    const rig = await ClaudeSettingsRig.create(await tempFolder(), '{ "env": { "FOO": "bar" } }');
    const before = await rig.snapshot();
    await rig.run().apply({ takeOver: false });
    // Written before paths were known: no entry has one.
    expect(await readFile(rig.journalFile, 'utf8')).not.toContain('"path"');
    await writeFile(rig.file, (await rig.text()).replace('"bar"', '"baz"'));
    expect(await rig.run().recoverAfterCrash()).toBe('restored');
    expect(await rig.text()).toBe('{ "env": { "FOO": "baz" } }');
    await writeFile(rig.file, '{ "env": { "FOO": "bar" } }');
    expect(await rig.snapshot()).toEqual(before);
  });
});

describe('kill -9', () => {
  const child = fileURLToPath(new URL('../support/claude-settings-child.ts', import.meta.url));

  it.each(Object.entries(CONTENTS).filter((_entry, index) => index === 0 || index === 2))(
    'at any step of apply and restore loses nothing of %s',
    async (_what, content) => {
      let output = '';
      let kills = 0;
      for (let step = 1; output !== 'survived'; step += 1) {
        expect(step).toBeLessThan(ENOUGH_STEPS);
        const rig = await ClaudeSettingsRig.create(await tempFolder(), content);
        const before = await rig.snapshot();
        const ended = await new Promise<{ signal: NodeJS.Signals | undefined; output: string }>((settle) => {
          execFile(process.execPath, [child, rig.file, rig.journalFile, String(step)], (error, stdout) =>
            settle({ signal: error?.signal, output: stdout }),
          );
        });
        output = ended.output;
        if (output === '') expect(ended.signal).toBe('SIGKILL');
        kills += output === '' ? 1 : 0;
        await rig.run().recoverAfterCrash();
        expect({ step, files: await rig.snapshot() }).toEqual({ step, files: before });
      }
      expect(kills).toBeGreaterThan(10);
    },
  );
});
