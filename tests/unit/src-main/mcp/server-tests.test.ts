import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ResolveMcpServer } from '../../../../src-main/mcp/resolved-config.ts';
import { ServerTests } from '../../../../src-main/mcp/server-tests.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const STDIO_SERVER = fileURLToPath(new URL('../../../fixtures/mcp/stdio-server.mjs', import.meta.url));
const scope = { kind: 'user', folder: '/home/user/.claude' } as const;
const target = (name: string) => ({ ref: { scope, name } });
const PLENTY_MS = 15_000;

function setUp(argsOf: (name: string) => readonly string[]) {
  const logger = new CaptureLogger();
  const resolve: ResolveMcpServer = async (asked) => {
    const name = 'ref' in asked ? asked.ref.name : 'draft';
    if (name === 'broken') throw new AppError('CONFIG_INVALID', 'there is no "command"');
    if (name === 'missing') throw new AppError('MCP_SERVER_NOT_FOUND', 'there is none of this name');
    const config = { type: 'stdio', command: process.execPath, args: [STDIO_SERVER, ...argsOf(name)], env: {}, cwd: null } as const;
    return { config: { ...config, args: [...config.args] }, folder: '/', secrets: [] };
  };
  const outbound = vi.fn(async () => ({ proxyUrl: null, extraCaPem: null }));
  const tests = new ServerTests({ resolve, outbound, version: '9.9.9', clock: systemClock, logger });
  onTestFinished(() => tests.stop());
  const run = (id: string, name = id, timeoutMs = PLENTY_MS) => tests.run({ id, target: target(name), timeoutMs });
  return { tests, run, logger };
}

it('tests on a thread of its own, one after the other and several at once', async () => {
  const { run, logger } = setUp((name) => ['--name', name]);
  expect(await run('one')).toMatchObject({ isOk: true, server: { name: 'one' } });
  const results = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => run(id)));
  expect(results.map(({ server }) => server?.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(logger.messages('error')).toEqual([]);
});

it('makes a result of an entry that cannot be used, and lets a missing one through', async () => {
  const { run } = setUp(() => []);
  expect(await run('x', 'broken')).toMatchObject({
    isOk: false,
    stage: 'configuration',
    error: { code: 'config-invalid', values: { detail: 'there is no "command"' } },
  });
  await expect(run('y', 'missing')).rejects.toMatchObject({ code: 'MCP_SERVER_NOT_FOUND' });
});

it('gives up the one that is meant, running or waiting, and refuses a second of the same id', async () => {
  const folder = await tempFolder();
  const { tests, run } = setUp((name) => (name.startsWith('slow') ? ['--silent', '--child', join(folder, name)] : []));
  const slow = ['slow-1', 'slow-2', 'slow-3', 'slow-4'].map((id) => run(id));
  for (const id of ['slow-1', 'slow-4']) await eventually(() => readFile(join(folder, id), 'utf8').catch(() => '')).toMatch(/\d/);
  const waiting = run('waiting', 'quick');
  const stays = run('stays', 'quick');
  await expect(run('slow-1')).rejects.toMatchObject({ code: 'CONFIG_INVALID', field: 'id' });
  tests.cancel('waiting');
  expect(await waiting).toMatchObject({ isOk: false, error: { code: 'cancelled' } });
  tests.cancel('slow-1');
  expect(await slow[0]).toMatchObject({ isOk: false, error: { code: 'cancelled' } });
  expect(await stays).toMatchObject({ isOk: true });
  tests.cancel('nobody');
});

it('ends what runs when it is stopped, and tests nothing any more', async () => {
  const pids = join(await tempFolder(), 'pids');
  const { tests, run } = setUp(() => ['--silent', '--child', pids]);
  const running = run('slow');
  await eventually(() => readFile(pids, 'utf8').catch(() => '')).toMatch(/^\d+ \d+$/);
  await tests.stop();
  expect(await running).toMatchObject({ isOk: false, error: { code: 'cancelled' } });
  expect(await run('late')).toMatchObject({ isOk: false, error: { code: 'cancelled' } });
});
