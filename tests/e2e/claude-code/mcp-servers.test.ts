/**
 * The real Claude Code client and the built app on the same files: what we add it uses, what we switch off it does not, and neither
 * loses what the other writes. Skipped, saying why, only where the client cannot be had.
 */
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mcpOverviewSchema, mcpServerSchema } from '../../../src-shared/schemas/mcp.ts';
import { BuiltProxy } from '../../support/built-proxy.ts';
import { McpHttpServer } from '../../support/mcp-http-server.ts';
import { MockAnthropic } from '../../support/mock-anthropic.ts';
import { runClaudeCode } from '../../support/run-claude-code.ts';

const clientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), path: z.string(), version: z.string() }),
  z.object({ kind: z.literal('missing'), why: z.string() }),
]);
const moduleSchema = z.object({ ensureClaudeCode: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const loaded: unknown = await import(new URL('../../../scripts/claude-code-client.mjs', import.meta.url).href);
const client = clientSchema.parse(await moduleSchema.parse(loaded).ensureClaudeCode());
if (client.kind === 'missing') process.stderr.write(`\nSKIPPED: the tests with the real Claude Code client, because ${client.why}\n\n`);

const STDIO_SERVER = fileURLToPath(new URL('../../fixtures/mcp/stdio-server.mjs', import.meta.url));
const SECRET = 'a-secret-of-the-user-0001';
/** Each some two seconds of two processors. */
const AT_ONCE = 6;

const mock = new MockAnthropic();
let home = '';
let app: BuiltProxy;
let http: McpHttpServer;

const claude = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runClaudeCode({ program: client.kind === 'found' ? client.path : '', home, baseUrl: mock.url, token: 'any', trapUrl: mock.url, args, env });
/** A verb that must work. */
async function run(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await app.verb('mcp', ...args);
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return out;
}
const project = () => join(home, 'w');
const config = async () => z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(join(home, '.claude.json'), 'utf8')));
const serversOf = async () => z.record(z.string(), z.unknown()).parse((await config()).mcpServers ?? {});

/** Lets the model call a tool once. @returns Whether it was offered, or named at all, and whether the answer of the tool came back with `answer`. */
async function callTool(name: string, answer = 'it works') {
  mock.play({ mode: 'tool-use', tool: { name, input: { text: 'it works' } } });
  // Without this the client tells only the names of tools, until the model searches for one.
  const { code, err } = await claude(['-p', 'use the tool', '--allowedTools', name], { ENABLE_TOOL_SEARCH: 'false' });
  expect({ code, err }).toMatchObject({ code: 0 });
  const last = JSON.stringify(mock.messages.at(-1)?.body.messages?.at(-1) ?? null);
  return {
    isOffered: mock.messages.some(({ body }) => body.tools?.some((tool) => tool.name === name)),
    isNamed: mock.messages.some(({ bytes }) => bytes.includes(name)),
    isAnswered: last.includes('tool_result') && last.includes(answer),
  };
}
const USED = { isOffered: true, isNamed: true, isAnswered: true };
const UNKNOWN = { isOffered: false, isNamed: false, isAnswered: false };

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'code-proxy-mcp-')));
  await mkdir(project(), { recursive: true });
  await mock.start();
  http = await McpHttpServer.start();
  app = new BuiltProxy(join(home, 'data'), { environment: { HOME: home, USERPROFILE: home } });
  await app.start();
});
afterAll(async () => {
  await app.stop();
  await http.stop();
  await mock.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe.skipIf(client.kind === 'missing')('MCP servers of ours in Claude Code', () => {
  it('a program that we add is started and its tool called; switched off, neither', async () => {
    const log = join(home, 'requests.log');
    await run('add', 'tiny', '--env', `API_KEY=${SECRET}`, '--', process.execPath, STDIO_SERVER, '--log', log);
    expect(await callTool('mcp__tiny__echo', 'echo: it works')).toEqual(USED);
    expect(await readFile(log, 'utf8')).toContain('tools/call');
    await writeFile(log, '');

    await run('disable', 'tiny');
    expect(await serversOf()).toEqual({});
    expect(await callTool('mcp__tiny__echo')).toEqual(UNKNOWN);
    expect(await readFile(log, 'utf8')).toBe('');

    await run('enable', 'tiny');
    expect((await serversOf()).tiny).toMatchObject({ env: { API_KEY: SECRET } });
    expect(await callTool('mcp__tiny__echo')).toEqual(USED);
    await run('remove', 'tiny');
  });

  it('a server behind a URL that we add is reached, in the local scope of the project', async () => {
    await run('add', 'web', `${http.url}/mcp`, '--scope', 'local', '--project', project(), '--header', `X-Key: ${SECRET}`);
    // The answer is an error, which comes back as one.
    expect(await callTool('mcp__web__fetch_page', 'no tools/call')).toEqual(USED);
    expect(http.seen.find(({ rpc }) => rpc === 'tools/call')?.headers).toMatchObject({ 'x-key': SECRET });
    await run('remove', 'web', '--project', project());
    expect(await callTool('mcp__web__fetch_page')).toEqual(UNKNOWN);
  });

  it('one for the project waits for the approval that we show', async () => {
    await run('add', 'shared', '--scope', 'project', '--project', project(), '--', process.execPath, STDIO_SERVER);
    const { out } = await claude(['mcp', 'list']);
    expect(out).toContain('Pending approval');
    const shown = () => app.json(mcpServerSchema, 'mcp', 'show', 'shared', '--project', project());
    expect(await shown()).toMatchObject({ approval: 'pending' });
    await mkdir(join(project(), '.claude'), { recursive: true });
    await writeFile(join(project(), '.claude', 'settings.local.json'), '{"enabledMcpjsonServers":["shared"]}');
    expect(await shown()).toMatchObject({ approval: 'approved' });
    await run('remove', 'shared', '--project', project());
  });

  it('what the client says of each broken entry is what we say', async () => {
    const entries = {
      notype: { url: 'http://127.0.0.1:9/mcp' },
      alias: { type: 'streamableHttp', url: 'http://127.0.0.1:9/mcp' },
      numbers: { command: 'node', args: [1] },
      nothing: null,
      empty: { command: '' },
    };
    await writeFile(join(home, '.claude.json'), JSON.stringify({ ...(await config()), mcpServers: entries }));
    const { out } = await claude(['mcp', 'list']);
    const { servers } = await app.json(mcpOverviewSchema, 'mcp', 'list');
    for (const name of Object.keys(entries)) {
      expect({
        name,
        isSkipped: out.includes(`[${name}]`),
        hasProblem: servers.some((server) => server.name === name && server.problem !== null),
      }).toEqual({
        name,
        isSkipped: true,
        hasProblem: true,
      });
      await run('remove', name);
    }
    expect(await serversOf()).toEqual({});
  });

  it('both write at the same time, and nothing is lost', async () => {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => index + 1);
    const results = await Promise.all(
      numbers.flatMap((number) => [
        claude(['mcp', 'add', '-s', 'user', `theirs-${number}`, '--', 'node', 'a.mjs']).then(({ code }) => code),
        app.verb('mcp', 'add', `ours-${number}`, '--', 'node', 'a.mjs').then(({ code }) => code),
      ]),
    );
    expect(results).toEqual(results.map(() => 0));
    const names = Object.keys(await serversOf()).toSorted();
    expect(names).toEqual([...numbers.map((number) => `ours-${number}`), ...numbers.map((number) => `theirs-${number}`)].toSorted());
  });

  it('no secret is in anything that was shown or logged', async () => {
    await run('add', 'hidden', '--env', `API_KEY=${SECRET}`, '--', 'node', 'a.mjs');
    await run('disable', 'hidden');
    const shown = await Promise.all(
      [['list'], ['show', 'hidden'], ['show', 'hidden', '--json'], ['enable', 'hidden', '--json']].map((args) => app.verb('mcp', ...args)),
    );
    for (const { out, err } of shown) expect(`${out}${err}`).not.toContain(SECRET);
    expect(await readFile(join(home, 'data', 'logs', 'code-proxy.log'), 'utf8')).not.toContain(SECRET);
  });
});

describe.skipIf(client.kind === 'missing')('where the client keeps its file', () => {
  it('is where we write with CLAUDE_CONFIG_DIR, and where a link leads', async () => {
    const folder = join(home, 'config-dir');
    const target = join(home, 'elsewhere.json');
    await mkdir(folder);
    await writeFile(target, '{}');
    await symlink(target, join(folder, '.claude.json'));
    const other = new BuiltProxy(join(home, 'data-2'), { environment: { HOME: home, USERPROFILE: home, CLAUDE_CONFIG_DIR: folder } });
    await other.start();
    try {
      const [theirs, ours] = await Promise.all([
        claude(['mcp', 'add', '-s', 'user', 'theirs', '--', 'node', 'a.mjs'], { CLAUDE_CONFIG_DIR: folder }),
        other.verb('mcp', 'add', 'ours', '--', 'node', 'a.mjs'),
      ]);
      expect([theirs.code, ours.code]).toEqual([0, 0]);
      expect(
        Object.keys(
          z.object({ mcpServers: z.record(z.string(), z.unknown()) }).parse(JSON.parse(await readFile(target, 'utf8'))).mcpServers,
        ).toSorted(),
      ).toEqual(['ours', 'theirs']);
    } finally {
      await other.stop();
    }
  });
});
