/**
 * The built desktop app as a whole, core thread included, with a double in Electron's place: what bundling can break and
 * unit tests cannot see. How it looks on a screen is for electron-app.test.ts, where there is a runtime.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../support/temp-folder.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const CLAUDE_SETTINGS = '{\n  // kept as it is\n  "model": "opus"\n}\n';

const replySchema = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() });
const lookSchema = z.object({
  windows: z.array(z.object({ url: z.string(), isShown: z.boolean(), webPreferences: z.record(z.string(), z.boolean()) })),
  tray: z.array(z.object({ id: z.string().optional(), label: z.string().optional(), enabled: z.boolean() })).nullable(),
  hideAccelerator: z.string().nullable(),
  schemes: z.array(z.object({ scheme: z.string(), privileges: z.record(z.string(), z.boolean()) })),
  userData: z.string(),
  errors: z.array(z.object({ title: z.string(), content: z.string() })),
});
const answerSchema = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), text: z.string() });
const statusSchema = z.object({
  result: z.object({ data: z.object({ host: z.string(), isDemo: z.boolean(), proxy: z.object({ kind: z.string(), url: z.string().nullable() }) }) }),
});

class Desktop {
  readonly #child: ChildProcess;
  readonly exited: Promise<unknown[]>;
  said = '';
  #lastId = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        this.said += String(chunk);
      });
  }
  async ask(command: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = new Promise<z.infer<typeof replySchema>>((resolve, reject) => {
      const listen = (raw: unknown) => {
        const message = replySchema.parse(raw);
        if (message.id !== id) return;
        this.#child.off('message', listen);
        resolve(message);
      };
      this.#child.on('message', listen);
      void this.exited.then(() => reject(new Error(`the app is gone: ${this.said}`)));
    });
    this.#child.send({ id, ...command });
    const { value, error } = await reply;
    if (error !== undefined) throw new Error(error);
    return value;
  }
  async look() {
    return lookSchema.parse(await this.ask({ do: 'look' }));
  }
  async fetch(url: string, method = 'GET', body: string | null = null) {
    return answerSchema.parse(await this.ask({ do: 'fetch', url, method, body }));
  }
  async status() {
    return statusSchema.parse(JSON.parse((await this.fetch('app://ui/trpc/status.get')).text)).result.data;
  }
  async trayLabel(id: string): Promise<string | undefined> {
    return (await this.look()).tray?.find((item) => item.id === id)?.label;
  }
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** @param inHome Of an app that ran before. */
async function startDesktop(args: readonly string[] = ['--port', '0'], inHome?: string, environment: Readonly<Record<string, string>> = {}) {
  const home = inHome ?? (await tempFolder());
  const claude = join(home, 'claude');
  await mkdir(claude, { recursive: true });
  await writeFile(join(claude, 'settings.json'), CLAUDE_SETTINGS);
  const folder = join(home, 'data');
  const child = fork(at('../support/desktop-driver.ts'), [at('../../dist/main/desktop.js'), ...args], {
    execArgv: ['--import', new URL('../support/register-electron-double.mjs', import.meta.url).href],
    env: {
      ...process.env,
      HOME: home,
      USERPROFILE: home,
      TMPDIR: home,
      TEMP: home,
      TMP: home,
      CODE_PROXY_HOME: folder,
      CLAUDE_CONFIG_DIR: claude,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const desktop = new Desktop(child);
  onTestFinished(async () => {
    desktop.kill();
    await desktop.exited;
  });
  const isThere = (name: string) =>
    stat(join(folder, name)).then(
      () => true,
      () => false,
    );
  return { desktop, home, folder, isThere, readClaude: () => readFile(join(claude, 'settings.json'), 'utf8') };
}

const windowOf = async (desktop: Desktop) => {
  await expect.poll(async () => (await desktop.look()).windows[0]?.isShown).toBe(true);
  return desktop.look();
};

it('boots into a locked-down window, serves the page and the admin router, and quits without a trace', async () => {
  const { desktop, folder, isThere, readClaude } = await startDesktop();
  const seen = await windowOf(desktop);
  expect(seen.errors).toEqual([]);
  expect(seen.windows).toEqual([
    {
      url: 'app://ui/',
      isShown: true,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
    },
  ]);
  expect(seen.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
  expect(seen.userData).toBe(join(folder, 'desktop'));
  expect(seen.hideAccelerator).toBe('CmdOrCtrl+W');

  const page = await desktop.fetch('app://ui/');
  expect([page.status, page.headers['content-security-policy']]).toEqual([200, expect.stringContaining("script-src 'self'")]);
  const scripts = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1]);
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect((await desktop.fetch(`app://ui${script}`)).status).toBe(200);

  const status = await desktop.status();
  expect(status).toMatchObject({ host: 'desktop', isDemo: false, proxy: { kind: 'running' } });
  expect(await (await fetch(`${status.proxy.url}/health`)).status).toBe(200);
  expect(await readClaude()).toContain(`"ANTHROPIC_BASE_URL": "${status.proxy.url}"`);
  expect([await isThere('key.sealed'), await isThere('key')]).toEqual([true, false]);

  await desktop.ask({ do: 'quit' }).catch(() => undefined); // The answer may be lost with the process.
  expect((await desktop.exited)[0], desktop.said).toBe(0);
  expect(await readClaude()).toBe(CLAUDE_SETTINGS);
  expect(await isThere('instance.json')).toBe(false);
});

const keyStatusSchema = z.object({ home: z.string(), keyId: z.string().nullable(), keychain: z.string(), sealed: z.array(z.unknown()) });

it('gives the key to the command line when that asks, and opens it anew from where it then lies', async () => {
  const { desktop, home, folder, isThere } = await startDesktop();
  await windowOf(desktop);
  const cli = async (...args: readonly string[]) => {
    const child = spawn(process.execPath, [at('../../dist/main/cli.js'), ...args, '--json'], {
      env: { PATH: process.env.PATH, HOME: home, CODE_PROXY_HOME: folder, CLAUDE_CONFIG_DIR: join(home, 'claude') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { code, json: z.record(z.string(), z.unknown()).parse(JSON.parse(out)) };
  };
  await cli('endpoint', 'add', '--name', 'main', '--url', 'https://api.example.com', '--token', 'sk-test-0123456789');
  const sealed = [{ kind: 'endpoint-credentials', count: 1, unopenable: 0 }];
  const before = keyStatusSchema.parse((await cli('secrets', 'status')).json);
  expect(before).toMatchObject({ home: 'keychain', keychain: 'usable', sealed });

  await desktop.ask({ do: 'quit' }).catch(() => undefined); // The answer may be lost with the process.
  await desktop.exited;
  expect(await cli('serve', '--port', '0', '--admin-port', '0')).toMatchObject({
    code: 1,
    json: { error: { message: expect.stringContaining('secrets move --to keyfile') } },
  });
  // What needs no key goes on without it.
  expect(await cli('requests')).toMatchObject({ code: 0, json: { items: [] } });

  const again = await startDesktop(['--port', '0'], home);
  await windowOf(again.desktop);
  expect(await cli('secrets', 'move', '--to', 'keyfile')).toMatchObject({
    code: 0,
    json: { moved: true, home: 'keyfile', keyId: before.keyId, sealed },
  });
  expect([await isThere('key'), await isThere('key.sealed'), await isThere('key.move')]).toEqual([true, false, false]);
  await again.desktop.ask({ do: 'quit' }).catch(() => undefined); // As above.
  await again.desktop.exited;
  expect(await cli('secrets', 'status')).toMatchObject({
    code: 0,
    json: { home: 'keyfile', keyId: before.keyId, keychain: 'needs-desktop', sealed },
  });
});

it.runIf(process.platform === 'linux')('launches Claude Code from the tray, isolated, in a terminal', async () => {
  const home = await tempFolder();
  const bin = join(home, 'bin');
  const project = join(home, "it's a project");
  const ran = join(home, 'ran');
  for (const folder of [bin, project]) await mkdir(folder);
  const programs = { kitty: 'exec "$@" < /dev/null > /dev/null 2>&1', claude: `cp "$2" '${ran}.json'; pwd > '${ran}.new'; mv '${ran}.new' '${ran}'` };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const environment = { PATH: [bin, process.env.PATH].join(delimiter), DISPLAY: ':0', TERMINAL: 'kitty' };
  const { desktop, folder, readClaude } = await startDesktop(['--port', '0', '--no-claude-settings'], home, environment);
  await windowOf(desktop);
  expect((await desktop.fetch('app://ui/trpc/launch.remember', 'POST', JSON.stringify({ folder: project }))).status).toBe(200);
  await expect
    .poll(async () =>
      desktop.ask({ do: 'press', item: 'launch-1' }).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect.poll(() => readFile(ran, 'utf8').catch(() => '')).toBe(`${project}\n`);
  // What it was given leads to the proxy, is private, and is gone with the session.
  const { url } = (await desktop.status()).proxy;
  expect(JSON.parse(await readFile(`${ran}.json`, 'utf8'))).toMatchObject({ env: { ANTHROPIC_BASE_URL: url } });
  await expect.poll(() => readdir(join(folder, 'launches'))).toEqual([]);
  expect(await readClaude()).toBe(CLAUDE_SETTINGS);
  expect((await desktop.look()).errors).toEqual([]);
});

it('switches the proxy from the tray and keeps its window when that is closed', async () => {
  const { desktop } = await startDesktop();
  await windowOf(desktop);
  await expect.poll(() => desktop.trayLabel('state')).toMatch(/^Proxy on: http:\/\/127\.0\.0\.1:\d+$/);
  await desktop.ask({ do: 'press', item: 'switch' });
  await expect.poll(() => desktop.trayLabel('state')).toBe('Proxy off');
  expect((await desktop.status()).proxy.kind).toBe('stopped');
  await desktop.ask({ do: 'press', item: 'switch' });
  await expect.poll(() => desktop.trayLabel('state')).toContain('Proxy on');

  await desktop.ask({ do: 'close-window' });
  expect((await desktop.look()).windows[0]?.isShown).toBe(false);
  expect((await desktop.status()).proxy.kind).toBe('running');
  await desktop.ask({ do: 'press', item: 'open' });
  expect((await desktop.look()).windows[0]?.isShown).toBe(true);
});

it('opens and drops the event feed 100 times and still answers and stops', async () => {
  const { desktop } = await startDesktop();
  await windowOf(desktop);
  const first = await desktop.ask({ do: 'open-feeds', url: `app://ui/trpc/feed.events?input=${encodeURIComponent('{}')}`, count: 100 });
  expect(first).toContain('event');
  expect((await desktop.status()).proxy.kind).toBe('running');
  await desktop.ask({ do: 'quit' }).catch(() => undefined);
  expect((await desktop.exited)[0], desktop.said).toBe(0);
});

it('stops when the command line asks the instance to', async () => {
  const { desktop, readClaude } = await startDesktop();
  await windowOf(desktop);
  await desktop.fetch('app://ui/trpc/app.shutDown', 'POST', '{}').catch(() => undefined);
  expect((await desktop.exited)[0], desktop.said).toBe(0);
  expect(await readClaude()).toBe(CLAUDE_SETTINGS);
});

it('keeps the demo away from data folder and Claude Code', async () => {
  const { desktop, home, folder, readClaude } = await startDesktop(['--demo']);
  await windowOf(desktop);
  expect(await desktop.status()).toMatchObject({ isDemo: true, proxy: { kind: 'running' } });
  expect(await readClaude()).toBe(CLAUDE_SETTINGS);
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  const endpoints = await desktop.fetch('app://ui/trpc/endpoints.list');
  expect(endpoints.text).toContain('Demo healthy');
  await desktop.ask({ do: 'quit' }).catch(() => undefined);
  expect((await desktop.exited)[0], desktop.said).toBe(0);
  expect((await readdir(home)).filter((name) => name.startsWith('code-proxy-demo-'))).toEqual([]);
});

it('says why it cannot start', async () => {
  const { desktop } = await startDesktop(['--port', 'nonsense']);
  expect((await desktop.exited)[0]).toBe(1);
  expect(desktop.said).toContain('Code Proxy cannot start: --port ');
});
