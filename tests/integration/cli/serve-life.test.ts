/** How `serve` begins and ends: ports, second instances, signals, crashes, and what it leaves behind. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { cli, cliHome, cliJson, startServe } from '../../support/cli-process.ts';

const SETTINGS = '{\r\n\t"theme": "dark", // keep\r\n\t"env": { "FOO": "1", "ANTHROPIC_API_KEY": "sk-mine" }\r\n}\r\n';
const portOf = (url: string | null) => new URL(url ?? '').port;

describe('serve', { timeout: 240_000 }, () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('puts Claude Code’s settings back byte for byte at %s', async (signal) => {
    const home = await cliHome();
    await writeFile(home.claudeSettings, SETTINGS);
    const serve = await startServe(home);
    const during = await readFile(home.claudeSettings, 'utf8');
    expect(during).toContain(`"ANTHROPIC_BASE_URL": "${serve.ready.proxyUrl}"`);
    expect(during).not.toContain('sk-mine');
    expect((await serve.end(signal)).code).toBe(0);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
    expect(existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
  });

  it('puts them back at the next start after a kill -9', async () => {
    const home = await cliHome();
    await writeFile(home.claudeSettings, SETTINGS);
    await (await startServe(home)).end('SIGKILL');
    expect(await readFile(home.claudeSettings, 'utf8')).not.toBe(SETTINGS);
    const next = await startServe(home, ['--no-claude-settings']);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
    await next.end('SIGTERM');
  });

  it('leaves them alone with --no-claude-settings', async () => {
    const home = await cliHome();
    await writeFile(home.claudeSettings, SETTINGS);
    await startServe(home, ['--no-claude-settings']);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
  });

  it('names the instance that already runs on the data folder and exits 0', async () => {
    const home = await cliHome();
    const { ready } = await startServe(home, ['--no-claude-settings']);
    expect(await cli(home, ['serve', '--port', '0'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`already runs on this data folder (process ${ready.pid}): proxy at ${ready.proxyUrl}`),
    });
    expect(await cliJson(home, ['serve'])).toMatchObject({ event: 'already-running', proxyUrl: ready.proxyUrl, instanceId: ready.instanceId });
  });

  it('fails when another Code Proxy holds the port, naming it and --port', async () => {
    const [home, other] = [await cliHome(), await cliHome()];
    const { ready } = await startServe(other, ['--no-claude-settings']);
    const port = portOf(ready.proxyUrl);
    const { code, out, err } = await cli(home, ['serve', '--port', port, '--admin-port', '0']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(new RegExp(`^code-proxy: port ${port} is used by another Code Proxy.*--port\\n$`));
    expect(existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
    const adminPort = portOf(ready.dashboardUrl);
    const second = await cli(home, ['serve', '--port', '0', '--admin-port', adminPort]);
    expect(second.err).toMatch(new RegExp(`^code-proxy: port ${adminPort} is used by another Code Proxy.*--admin-port\\n$`));
  });

  it('fails when another program holds the port of the proxy or of the dashboard, and changes no settings', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const port = String(z.object({ port: z.number() }).parse(server.address()).port);
    const home = await cliHome();
    await writeFile(home.claudeSettings, SETTINGS);
    const proxy = await cliJson(home, ['serve', '--port', port, '--admin-port', '0']);
    expect(proxy).toMatchObject({
      error: { code: 'PORT_IN_USE', message: expect.stringMatching(new RegExp(`${port}.*--port`)), field: 'proxy.port' },
    });
    const dashboard = await cliJson(home, ['serve', '--port', '0', '--admin-port', port]);
    expect(dashboard).toMatchObject({
      error: { code: 'PORT_IN_USE', message: expect.stringMatching(new RegExp(`${port}.*--admin-port`)), field: 'admin.port' },
    });
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
  });

  it('leaves the files of the app that it replaces untouched', async () => {
    const home = await cliHome();
    await mkdir(join(home.dataFolder, 'audit'), { recursive: true });
    const files = [join(home.dataFolder, 'code_proxy.db'), join(home.dataFolder, 'audit', 'a.json')];
    for (const file of files) await writeFile(file, 'old');
    const before = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
    await (await startServe(home, ['--no-claude-settings'])).end('SIGTERM');
    expect(await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))).toEqual(before);
    expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual(['old', 'old']);
  });

  it('sets a broken settings.json aside, says so, and keeps the proxy stopped', async () => {
    const home = await cliHome();
    await mkdir(home.dataFolder);
    await writeFile(join(home.dataFolder, 'settings.json'), '{"proxy":');
    const { ready } = await startServe(home);
    expect(ready.proxyUrl).toBeNull();
    expect((await readdir(home.dataFolder)).some((name) => name.startsWith('settings.json.broken-'))).toBe(true);
    const status = await cliJson(home, ['status']);
    expect(status).toMatchObject({ proxy: { kind: 'stopped' }, warnings: [expect.stringContaining('settings')] });
  });

  it('leaves a settings.json of Claude Code that it cannot read as it is, and serves all the same', async () => {
    const home = await cliHome();
    await writeFile(home.claudeSettings, '{ "env": ');
    const serve = await startServe(home);
    expect(await cliJson(home, ['status'])).toMatchObject({ proxy: { kind: 'running' }, claude: { kind: 'refused' } });
    await serve.end('SIGTERM');
    expect(await readFile(home.claudeSettings, 'utf8')).toBe('{ "env": ');
  });

  it('ends in order when its launcher closes standard input', async () => {
    const home = await cliHome();
    const serve = await startServe(home, ['--no-claude-settings', '--until-stdin-ends']);
    serve.child.stdin?.end();
    expect((await serve.finished).code).toBe(0);
    expect(existsSync(join(home.dataFolder, 'instance.json'))).toBe(false);
  });

  it('runs a demo in a throw-away folder, with traffic and without touching Claude Code', async () => {
    const home = await cliHome();
    await writeFile(home.claudeSettings, SETTINGS);
    const serve = await startServe(home, ['--demo']);
    const demo = { ...home, environment: { ...home.environment, CODE_PROXY_HOME: serve.ready.dataFolder } };
    expect(serve.ready.dataFolder).not.toBe(home.dataFolder);
    expect(await cliJson(demo, ['status'])).toMatchObject({ isDemo: true });
    await expect.poll(async () => z.object({ items: z.array(z.unknown()) }).parse(await cliJson(demo, ['requests'])).items.length).toBeGreaterThan(0);
    expect((await serve.end('SIGTERM')).code).toBe(0);
    expect(existsSync(serve.ready.dataFolder)).toBe(false);
    expect(existsSync(home.dataFolder)).toBe(false);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
  });
});
