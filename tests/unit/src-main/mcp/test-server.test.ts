import { readFileSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestOrder } from '../../../../src-main/mcp/test-order.ts';
import { testServer } from '../../../../src-main/mcp/test-server.ts';
import { type Clock, systemClock } from '../../../../src-main/platform/clock.ts';
import type { McpConfig } from '../../../../src-shared/schemas/mcp.ts';
import { MCP_TEST_LIST_LIMIT } from '../../../../src-shared/schemas/mcp-test.ts';
import { eventually } from '../../../support/eventually.ts';
import { McpHttpServer } from '../../../support/mcp-http-server.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const STDIO_SERVER = fileURLToPath(new URL('../../../fixtures/mcp/stdio-server.mjs', import.meta.url));
const SECRET = 'hunter2/secret value';
/** Far more than any of these needs, far less than the test's own limit. */
const PLENTY_MS = 60_000;
/** Nobody listens there; `fetch` refuses to ask some other low ports at all. */
const NOBODY = 'http://127.0.0.1:2';

const run = (config: McpConfig, order: Partial<TestOrder> = {}, signal = new AbortController().signal, clock: Clock = systemClock) =>
  testServer(
    { config, folder: '/', secrets: [SECRET], timeoutMs: PLENTY_MS, version: '9.9.9', proxyUrl: null, extraCaPem: null, ...order },
    clock,
    signal,
  );

/** The time of the whole test is over when it is told to be; everything else takes as long as it does. */
function clockWithLimit(): { readonly clock: Clock; reachLimit(): void } {
  let atLimit: () => void = () => undefined;
  const clock: Clock = {
    nowMs: () => systemClock.nowMs(),
    monotonicMs: () => systemClock.monotonicMs(),
    setTimer: (delayMs, callback) => {
      if (delayMs !== PLENTY_MS) return systemClock.setTimer(delayMs, callback);
      atLimit = callback;
      return () => undefined;
    },
  };
  return { clock, reachLimit: () => atLimit() };
}

const program = (args: readonly string[], env: Record<string, string> = {}): McpConfig => ({
  type: 'stdio',
  command: process.execPath,
  args: [STDIO_SERVER, ...args],
  env,
  cwd: null,
});

describe('the test of a program', () => {
  it('tells who answered, in which version of MCP, and what it offers, page by page', async () => {
    const result = await run(program(['--name', 'tiny', '--tools', '35']));
    expect(result).toMatchObject({ isOk: true, stage: 'done', error: null, server: { name: 'tiny', version: '1.2.3' }, cut: [] });
    expect(result.protocol).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(result.tools.map(({ name }) => name)).toEqual(['echo', ...Array.from({ length: 34 }, (_, index) => `tool_${index + 2}`)]);
    expect(result.resources).toEqual([{ name: 'readme', uri: 'tiny://readme', description: 'What this is' }]);
    expect(result.prompts).toEqual([{ name: 'greet', description: 'Says hello' }]);
  });

  it('asks for no tool to be called', async () => {
    const log = join(await tempFolder(), 'methods');
    await run(program(['--log', log]));
    expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'resources/list',
      'prompts/list',
    ]);
  });

  it('leaves a list that never ends, and says that it was longer', async () => {
    const result = await run(program(['--tools', '10', '--for-ever']));
    expect(result).toMatchObject({ isOk: true, cut: ['tools'] });
    expect(result.tools).toHaveLength(MCP_TEST_LIST_LIMIT);
  });

  it('is not led astray by a line that is no message', async () => {
    expect(await run(program(['--noise', 'starting ..']))).toMatchObject({ isOk: true });
  });

  it('starts it in the folder, with its own variables and no others of ours than a program needs', async () => {
    const folder = await tempFolder();
    process.env.CODE_PROXY_SECRET_OF_OURS = 'ours';
    try {
      const own = await run(program(['--say-env', 'OWN'], { OWN: 'its own' }), { folder });
      expect(own.tools[0]?.description).toBe(`its own in ${folder}`);
      const ours = await run(program(['--say-env', 'CODE_PROXY_SECRET_OF_OURS']), { folder });
      expect(ours.tools[0]?.description).toBe(`not set in ${folder}`);
    } finally {
      delete process.env.CODE_PROXY_SECRET_OF_OURS;
    }
  });

  it.each([
    ['by itself when its input ends', []],
    ['although it ignores the end of its input and SIGTERM', ['--stubborn']],
  ])('is over only when the program and what it started are gone: %s', async (_, args) => {
    const pids = join(await tempFolder(), 'pids');
    expect(await run(program([...args, '--child', pids]))).toMatchObject({ isOk: true });
    const both = (await readFile(pids, 'utf8')).split(' ').map(Number);
    expect(both).toHaveLength(2);
    for (const pid of both) await eventually(() => isRunning(pid)).toBe(false);
  });

  it('shows how it ended and the end of what it wrote, without the secrets of the entry', async () => {
    const said = `cannot log in with ${SECRET} or ${encodeURIComponent(SECRET)}`;
    const result = await run(program(['--stderr', said, '--exit', '3']));
    expect(result).toMatchObject({ isOk: false, stage: 'initialize', error: { code: 'program-ended', values: { code: '3' } } });
    expect(result.stderr).toBe('cannot log in with [redacted] or [redacted]');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('quotes what it wrote in place of messages', async () => {
    const config: McpConfig = { type: 'stdio', command: process.execPath, args: ['-e', `console.log("usage: x ${SECRET}")`], env: {}, cwd: null };
    expect(await run(config)).toMatchObject({ error: { code: 'program-ended', values: { code: '0', detail: 'usage: x [redacted]' } } });
  });

  it('quotes it also when the program goes on until the time is over', async () => {
    const pids = join(await tempFolder(), 'pids');
    const { clock, reachLimit } = clockWithLimit();
    const tested = run(program(['--noise', 'a shell', '--silent', '--child', pids]), {}, undefined, clock);
    // It notes its child after it has said that, so the words are here by the next turn of the loop.
    await eventually(() => readFile(pids, 'utf8').catch(() => '')).toMatch(/^\d+ \d+$/);
    await new Promise((resolve) => setImmediate(resolve));
    reachLimit();
    expect(await tested).toMatchObject({ error: { code: 'not-mcp', values: { detail: 'a shell' } } });
  });

  it('gives up after its time, and when told to', async () => {
    const late = await run(program(['--silent']), { timeoutMs: 1_000 });
    expect(late).toMatchObject({ isOk: false, stage: 'initialize', error: { code: 'timed-out', values: { seconds: '1' } } });
    const abort = new AbortController();
    const pids = join(await tempFolder(), 'pids');
    const left = run(program(['--silent', '--child', pids]), {}, abort.signal);
    await eventually(() => readFile(pids, 'utf8').catch(() => '')).toMatch(/^\d+ \d+$/);
    abort.abort();
    expect(await left).toMatchObject({ isOk: false, error: { code: 'cancelled' } });
    for (const pid of (await readFile(pids, 'utf8')).split(' ')) await eventually(() => isRunning(Number(pid))).toBe(false);
    const atOnce = new AbortController();
    const never = run(program([]), {}, atOnce.signal);
    atOnce.abort();
    expect(await never).toMatchObject({ isOk: false, stage: 'start', error: { code: 'cancelled' } });
    expect(await run(program([]), {}, AbortSignal.abort())).toMatchObject({ error: { code: 'cancelled' } });
  });

  it('takes no more than so much', async () => {
    expect(await run(program(['--huge']))).toMatchObject({ error: { code: 'too-large' } });
  });

  it('says what the server answers with an error', async () => {
    expect(await run(program(['--refuse']))).toMatchObject({
      stage: 'initialize',
      error: { code: 'server-error', values: { detail: 'no initialize for you' } },
    });
  });

  it('tells a missing program from a missing folder and from one that cannot be run', async () => {
    const folder = await tempFolder();
    const file = join(folder, 'data');
    await writeFile(file, 'not a program', { mode: 0o600 });
    const start = (command: string, where = folder) => run({ type: 'stdio', command, args: [], env: {}, cwd: null }, { folder: where });
    expect(await start('no-such-program-here')).toMatchObject({
      stage: 'start',
      error: { code: 'program-not-found', values: { program: 'no-such-program-here' } },
    });
    expect(await start(file)).toMatchObject({ stage: 'start', error: { code: 'program-not-executable' } });
    const missing = join(folder, 'gone');
    expect(await start(process.execPath, missing)).toMatchObject({ stage: 'start', error: { code: 'folder-missing', values: { folder: missing } } });
    expect(await start('a\0b')).toMatchObject({ isOk: false, error: { code: expect.any(String) } });
  });

  it('finds the program of a symlinked folder of its own below the folder', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    const result = await run({ ...program(['--say-env', 'X']), cwd: 'link' } as McpConfig, { folder });
    expect(result.tools[0]?.description).toBe(`not set in ${join(folder, 'real')}`);
  });
});

describe('the test of a service', () => {
  let server: McpHttpServer;
  beforeAll(async () => {
    server = await McpHttpServer.start();
  });
  afterAll(() => server.stop());

  const http = (path: string, headers: Record<string, string> = {}): McpConfig => ({ type: 'http', url: server.url + path, headers });

  it.each(['/mcp', '/mcp-sse'])('speaks streamable HTTP at %s, sends the headers of the entry and ends its session', async (path) => {
    server.seen.length = 0;
    const result = await run(http(path, { Authorization: 'Bearer abc', 'X-Own': 'own' }));
    expect(result).toMatchObject({
      isOk: true,
      server: { name: 'tiny-http', version: '2.0.0' },
      tools: [{ name: 'fetch_page' }],
      resources: [],
      prompts: [],
    });
    expect(server.seen.filter(({ rpc }) => rpc !== null).map(({ rpc }) => rpc)).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
    for (const { headers } of server.seen) expect(headers).toMatchObject({ authorization: 'Bearer abc', 'x-own': 'own' });
    expect(server.seen.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 'session-1' } });
  });

  it('speaks the older way with events', async () => {
    const result = await run({ type: 'sse', url: `${server.url}/sse`, headers: { Authorization: 'Bearer abc' } });
    expect(result).toMatchObject({ isOk: true, server: { name: 'tiny-http' }, tools: [{ name: 'fetch_page' }] });
    expect(server.seen.find(({ path }) => path === '/messages')?.headers.authorization).toBe('Bearer abc');
  });

  it.each([
    ['/status?code=401', 'unauthorized', { hasHeader: 'no' }],
    ['/status?code=403&say=keys%20only', 'forbidden', { detail: 'keys only' }],
    ['/status?code=500&say=it%20broke', 'http-status', { status: '500', detail: 'it broke' }],
    ['/nowhere', 'http-status', { status: '404' }],
    ['/elsewhere', 'redirected', { target: 'http://127.0.0.1:1/mcp' }],
    ['/page', 'not-mcp', { detail: 'text/html' }],
    ['/gibberish', 'not-mcp', {}],
    ['/huge', 'too-large', {}],
  ])('says of %s that it is %s', async (path, code, values) => {
    expect(await run(http(path))).toMatchObject({ isOk: false, stage: 'initialize', error: { code, values } });
  });

  it.each([
    ['/status?code=401', 'unauthorized'],
    ['/status?code=403', 'forbidden'],
    ['/nowhere', 'http-status'],
    ['/page', 'not-mcp'],
  ])('says of %s asked in the older way that it is %s', async (path, code) => {
    expect(await run({ type: 'sse', url: server.url + path, headers: {} })).toMatchObject({ isOk: false, error: { code } });
  });

  it('knows that an Authorization header was refused', async () => {
    expect(await run(http('/status?code=401', { authorization: 'Bearer x' }))).toMatchObject({
      error: { code: 'unauthorized', values: { hasHeader: 'yes' } },
    });
  });

  it.each(['http', 'sse'] as const)('tells by %s who cannot be reached, and why', async (type) => {
    const at = (url: string) => run({ type, url, headers: {} });
    expect(await at(`${NOBODY}/mcp`)).toMatchObject({
      stage: 'connect',
      error: { code: 'refused', values: { host: new URL(NOBODY).host } },
    });
    expect(await at('http://no-such-host.invalid/mcp')).toMatchObject({ stage: 'connect', error: { code: 'dns' } });
    expect(await at(server.url.replace('http:', 'https:'))).toMatchObject({ stage: 'connect', error: { code: 'tls' } });
    expect(await run({ type, url: `${server.url}/silent`, headers: {} }, { timeoutMs: 1_000 })).toMatchObject({
      stage: 'connect',
      error: { code: 'timed-out' },
    });
    expect(await at('not a url')).toMatchObject({ stage: 'configuration', error: { code: 'config-invalid' } });
  });

  it('goes through the proxy that it is told to', async () => {
    expect(await run(http('/mcp'), { proxyUrl: NOBODY })).toMatchObject({ isOk: false, error: { code: 'refused' } });
  });

  it('shows no secret that the server repeats', async () => {
    const result = await run(http(`/status?code=500&say=${encodeURIComponent(`key ${SECRET}`)}`));
    expect(result.error?.values.detail).toBe('key [redacted]');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

/** A process that ended and that nobody has asked about yet (in containers often nobody does) is not running any more. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
