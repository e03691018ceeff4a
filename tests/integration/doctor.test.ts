/** The doctor of a real core: real database, listeners, settings of Claude Code and endpoints. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBareDoctor } from '../../src-main/compose-doctor.ts';
import type { Core } from '../../src-main/core-options.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { AppError } from '../../src-shared/app-error.ts';
import { type DoctorRun, doctorRunInputSchema } from '../../src-shared/schemas/doctor.ts';
import { addEndpoint, ask, coreFixture } from '../support/core-fixture.ts';
import { eventually } from '../support/eventually.ts';
import { answer, FakeEndpoint, type Step, streamText } from '../support/fake-endpoint.ts';
import { tempFolder } from '../support/temp-folder.ts';

const KEY = 'sk-planted-in-an-endpoint-123456';
const TOKEN = `cp-${'ab'.repeat(32)}`;
const models = answer(200, { 'content-type': 'application/json' }, JSON.stringify({ data: [{ id: 'claude-x' }] }));

/** Lists its models, and answers messages. */
const gateway: Step = (exchange) => (exchange.seen.method === 'GET' ? models(exchange) : streamText('hello')(exchange));

type Doctor = Core['services']['doctor'];

async function looked(doctor: Doctor, input: Parameters<typeof doctorRunInputSchema.parse>[0] = {}): Promise<DoctorRun> {
  await doctor.run(doctorRunInputSchema.parse(input));
  await eventually(async () => (await doctor.state()).isRunning).toBe(false);
  return doctor.state();
}

const stateOf = ({ checks }: DoctorRun, id: string) => checks.find((check) => check.id === id)?.state;
const codeOf = ({ checks }: DoctorRun, id: string) => checks.find((check) => check.id === id)?.finding?.code;

async function endpointOf(core: Core): Promise<{ readonly endpoint: FakeEndpoint; readonly id: string }> {
  const endpoint = await FakeEndpoint.start([gateway]);
  onTestFinished(() => endpoint.stop());
  const { id } = await addEndpoint(core, { name: 'Corner Shop', baseUrl: endpoint.url, credential: KEY });
  return { endpoint, id };
}

describe('the doctor of a running instance', () => {
  it('finds everything of ours in order, and sends an endpoint one question and no message', async () => {
    const { core } = await coreFixture();
    await core.start();
    const { endpoint, id } = await endpointOf(core);
    const run = await looked(core.services.doctor);
    const ours = ['native-module', 'data-folder', 'data-files', 'database', 'key', 'log', 'leftovers', 'instance', 'proxy-port', 'local-token'];
    for (const check of [...ours, 'endpoints', `endpoint:${id}`, 'clock', 'claude-settings', 'stale-address', 'mcp', 'skills']) {
      expect(stateOf(run, check), check).toBe('ok');
    }
    expect(endpoint.seen.map(({ method, target }) => `${method} ${target}`)).toEqual(['GET /v1/models?limit=1000']);
    expect(endpoint.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    // Looking leaves no request in the history.
    expect((await core.services.exchanges.list({ limit: 10 })).items).toEqual([]);
  });

  it('goes on relaying while it looks', async () => {
    const { core } = await coreFixture();
    await core.start();
    await endpointOf(core);
    await core.services.doctor.run(doctorRunInputSchema.parse({}));
    expect((await ask(core)).status).toBe(200);
    await eventually(async () => (await core.services.doctor.state()).isRunning).toBe(false);
  });

  it('tells nothing private in its report', async () => {
    const { core, folder } = await coreFixture();
    await core.start();
    await endpointOf(core);
    await looked(core.services.doctor);
    const { markdown } = await core.services.doctor.report({ withNames: false });
    for (const word of [KEY, core.services.tokens.current(), 'Corner Shop', folder]) expect(markdown).not.toContain(word);
    expect((await core.services.doctor.report({ withNames: true })).markdown).toContain('Corner Shop');
  });

  it.skipIf(process.platform === 'win32')('mends what it can', async () => {
    const { core, folder } = await coreFixture();
    await core.start();
    await chmod(join(folder, 'data'), 0o755);
    expect(stateOf(await looked(core.services.doctor), 'data-folder')).toBe('warning');
    expect(stateOf(await core.services.doctor.fix('close-data-folder'), 'data-folder')).toBe('ok');

    await core.services.proxy.stop();
    expect(codeOf(await looked(core.services.doctor, { groups: ['ports'] }), 'proxy-port')).toBe('proxyOff');
    expect(stateOf(await core.services.doctor.fix('start-proxy'), 'proxy-port')).toBe('ok');
  });

  it('connects Claude Code again when its settings were edited by hand', async () => {
    const { core, claudeFile } = await coreFixture();
    await core.start();
    const applied = await readFile(claudeFile, 'utf8');
    await writeFile(claudeFile, applied.replace(/cp-[0-9a-f]{64}/, TOKEN));
    const run = await looked(core.services.doctor, { groups: ['claude'] });
    expect(stateOf(run, 'claude-settings')).toBe('warning');
    expect(codeOf(run, 'stale-address')).toBe('staleToken');
    const mended = await core.services.doctor.fix('apply-claude-settings');
    expect([stateOf(mended, 'claude-settings'), stateOf(mended, 'stale-address')]).toEqual(['ok', 'ok']);
    expect(await readFile(claudeFile, 'utf8')).toBe(applied);
  });
});

describe('the doctor when nothing runs', () => {
  it('finds the address that a crash left in the settings of Claude Code, and takes it back', async () => {
    const { core, claudeFile, folder } = await coreFixture({ mode: 'data-only', overrides: { writeClaudeSettings: false } });
    await mkdir(join(folder, 'claude'));
    const mine = { model: 'opus' };
    const left = { ...mine, env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', ANTHROPIC_AUTH_TOKEN: TOKEN } };
    await writeFile(claudeFile, `${JSON.stringify(left, null, 2)}\n`);
    await core.start();
    const run = await looked(core.services.doctor, { groups: ['claude'] });
    expect(run.checks.find(({ id }) => id === 'stale-address')).toMatchObject({ state: 'failed', fix: 'restore-claude-settings' });
    const mended = await core.services.doctor.fix('restore-claude-settings');
    expect(stateOf(mended, 'stale-address')).toBe('ok');
    expect(JSON.parse(await readFile(claudeFile, 'utf8'))).toEqual(mine);
  });

  it('says what it can when the data folder cannot be opened', async () => {
    const folder = await tempFolder();
    const paths = dataPaths(folder);
    await writeFile(paths.database, 'no database at all '.repeat(20));
    const fault = new AppError('DATABASE_UNREADABLE', 'the database is damaged');
    const doctor = openBareDoctor({ paths, environment: { CLAUDE_CONFIG_DIR: join(folder, 'claude') }, version: '1', fault });
    const run = await looked(doctor);
    expect(codeOf(run, 'database')).toBe('databaseNoSqlite');
    expect(stateOf(run, 'native-module')).toBe('ok');
    expect(stateOf(run, 'mcp')).toBe('skipped');
    await expect(doctor.fix('apply-claude-settings')).rejects.toMatchObject({ code: 'INSTANCE_UNREACHABLE' });
  });
});
