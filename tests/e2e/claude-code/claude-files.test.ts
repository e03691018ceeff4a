/** Our edits of Claude Code's files, read by the real client, and made while the real client writes the same files. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ClaudeBackups } from '../../../src-main/claude-code/claude-backups.ts';
import { ClaudeFiles } from '../../../src-main/claude-code/claude-files.ts';
import { nodeFileOperations } from '../../../src-main/claude-code/file-operations.ts';
import type { ClaudeValues } from '../../../src-main/claude-code/plan-edit.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { CaptureLogger } from '../../support/capture-logger.ts';
import { DEFAULT_TEXT, MockAnthropic } from '../../support/mock-anthropic.ts';
import { type ClaudeRun, runClaudeCode } from '../../support/run-claude-code.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: the tests with the real Claude Code client, because ${client.why}\n\n`);

const TOKEN = `cp-${'5e'.repeat(32)}`;
const SERVERS = 6;
const mock = new MockAnthropic();
let folder = '';
let homes = 0;

/** A home of its own, and our files in it; the client has neither address nor token but from its settings.json. */
async function home(settings: string | null, values: Partial<ClaudeValues> = {}) {
  homes += 1;
  const path = join(folder, `home-${homes}`);
  const claudeFolder = join(path, '.claude');
  await mkdir(claudeFolder, { recursive: true });
  const settingsFile = join(claudeFolder, 'settings.json');
  if (settings !== null) await writeFile(settingsFile, settings);
  const data = join(path, 'data');
  await mkdir(data);
  const claude = new ClaudeFiles({
    environment: { CLAUDE_CONFIG_DIR: claudeFolder },
    platform: process.platform,
    journalFile: join(data, 'claude-settings.journal.json'),
    backups: new ClaudeBackups({ folder: join(data, 'claude-backups'), files: nodeFileOperations, clock: systemClock }),
    further: () => [],
    instance: { id: 'test', pid: process.pid },
    isInstanceAlive: async () => false,
    values: () => ({ baseUrl: mock.url, token: TOKEN, apiTimeoutMs: 60_000, attributionHeader: true, disableNonessentialTraffic: true, ...values }),
    onFilesChanged: () => undefined,
    clock: systemClock,
    logger: new CaptureLogger(),
  });
  const program = client.kind === 'found' ? client.path : '';
  const env = { ANTHROPIC_BASE_URL: null, ANTHROPIC_AUTH_TOKEN: null, CLAUDE_CONFIG_DIR: claudeFolder };
  const run = (options: Partial<ClaudeRun> = {}) =>
    runClaudeCode({ program, home: path, baseUrl: '', token: '', trapUrl: mock.url, ...options, env: { ...env, ...options.env } });
  return { path, claudeFolder, settingsFile, config: join(claudeFolder, '.claude.json'), claude, run };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'code-proxy-claude-files-'));
  await mock.start();
});
afterAll(async () => {
  await mock.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => mock.play({ mode: 'ok' }));

describe.skipIf(client.kind === 'missing')('what the client reads', () => {
  it('is the address, the token and the model, with our values and again without them', async () => {
    const original = '{\r\n\t"env": {"FOO":"bar"}\r\n}';
    const { claude, run, settingsFile } = await home(original, { models: { ANTHROPIC_MODEL: 'my-own-model' } });
    await claude.apply({ takeOver: false });
    expect(await run()).toMatchObject({ code: 0, out: `${DEFAULT_TEXT}\n` });
    const [request] = mock.messages;
    expect([request?.headers.authorization, request?.body]).toMatchObject([`Bearer ${TOKEN}`, { model: 'my-own-model' }]);
    await claude.restore();
    expect(await readFile(settingsFile, 'utf8')).toBe(original);
    mock.play({ mode: 'ok' });
    expect((await run()).code).toBe(1);
    expect(mock.messages).toEqual([]);
  });

  it.each([
    [true, 8],
    [false, 3],
  ])('is whether commits name it and betas are asked for: %s', async (isOn, betas) => {
    const { claude, run } = await home(null, { commitAttribution: isOn, experimentalBetas: isOn });
    await claude.apply({ takeOver: false });
    expect((await run()).code).toBe(0);
    const [request] = mock.messages;
    expect(JSON.stringify(request?.body).includes('Co-Authored-By')).toBe(isOn);
    expect(String(request?.headers['anthropic-beta']).split(',')).toHaveLength(betas);
  });
});

describe.skipIf(client.kind === 'missing')('two writers', () => {
  it('lose nothing of .claude.json while our switch comes and goes', async () => {
    const { claude, run, config } = await home('{}');
    const switching = async () => {
      for (let round = 0; round < 10; round += 1) await claude.setSwitch('onboarding', round % 2 === 0);
    };
    const add = (name: string) => run({ args: ['mcp', 'add', '--scope', 'user', name, 'node', `${name}.js`] });
    const names = Array.from({ length: SERVERS }, (_, index) => `server-${index}`);
    const [added] = await Promise.all([Promise.all(names.map(add)), switching()]);
    // A client that read the value at its start saves nothing once it is gone, and says so (measured): it is asked again.
    const unsaved = names.filter((_name, index) => added[index]?.code !== 0);
    expect(added.flatMap(({ code, err }) => (code === 0 || err.includes('was not saved') ? [] : [err]))).toEqual([]);
    for (const name of unsaved) expect(await add(name)).toMatchObject({ code: 0 });
    const after: unknown = JSON.parse(await readFile(config, 'utf8'));
    expect(Object.keys(z.object({ mcpServers: z.record(z.string(), z.unknown()) }).parse(after).mcpServers).sort()).toEqual(names);
    // A client that read the value writes it back from its memory, even after it was taken out (measured): it is its own then.
    await claude.setSwitch('onboarding', true);
    expect(['on', 'foreign']).toContain((await claude.switches())[0]?.state);
    await rm(config);
    await claude.setSwitch('onboarding', true);
    expect((await run({ args: ['mcp', 'add', '--scope', 'user', 'one', 'node', 'one.js'] })).code).toBe(0);
    expect((await claude.setSwitch('onboarding', false))[0]?.state).toBe('off');
    const without: unknown = JSON.parse(await readFile(config, 'utf8'));
    expect(without).toMatchObject({ mcpServers: { one: { command: 'node' } } });
    expect(without).not.toHaveProperty('hasCompletedOnboarding');
  });

  it('keep settings.json whole while the client starts and stops and we apply and restore', async () => {
    const original = '{ "env": { "FOO": "bar" } }\n';
    const { claude, run, settingsFile, claudeFolder } = await home(original);
    const writing = async () => {
      for (let round = 0; round < 15; round += 1) {
        await claude.apply({ takeOver: false });
        await claude.restore();
      }
    };
    await Promise.all([writing(), run({ env: { ANTHROPIC_BASE_URL: mock.url, ANTHROPIC_AUTH_TOKEN: TOKEN } }), run({ args: ['mcp', 'list'] })]);
    expect(await readFile(settingsFile, 'utf8')).toBe(original);
    expect((await readdir(claudeFolder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
