/** The three ways to the endpoint that are compared, and the processes behind them. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { NODE_OPTIONS } from '../scripts/node-options.mjs';
import { askDelayMs, scrapeDelayMs } from './event-loop-delay.ts';
import { type Target, upstreamReadySchema } from './messages.ts';

const CLI = fileURLToPath(new URL('../dist/main/cli.js', import.meta.url));
const READY_LIMIT_MS = 20_000;
const readySchema = z.object({ event: z.literal('ready'), proxyUrl: z.string() });
const tokenSchema = z.object({ token: z.string() });

export interface Service {
  readonly target: Target;
  readonly pid: number;
  /** p99 of its event loop's delay since it was asked before, ms; left out where there is no such loop. */
  readonly loopDelayMs?: () => Promise<number>;
  stop(): Promise<void>;
}

/** Starts a module of this folder as a process that ends with this one. */
export function forkHere(file: string, args: readonly string[] = [], nodeOptions: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, ...nodeOptions],
  });
}

export async function startUpstream(): Promise<Service> {
  const child = forkHere('./upstream.ts');
  const [message] = await once(child, 'message');
  const { port } = upstreamReadySchema.parse(message);
  return service(child, { url: `http://127.0.0.1:${port}`, token: 'bench-key' });
}

/** The least that Node and undici can do, with the options that Code Proxy runs with; see floor.ts. */
export async function startFloor(upstream: Target): Promise<Service> {
  const child = forkHere('./floor.ts', [upstream.url], NODE_OPTIONS);
  const [message] = await once(child, 'message');
  const target = { url: `http://127.0.0.1:${upstreamReadySchema.parse(message).port}`, token: upstream.token };
  return { ...service(child, target), loopDelayMs: () => askDelayMs(child) };
}

/** nginx as a plain reverse proxy, one process; null where it is not installed. */
export async function startNginx(upstream: Target): Promise<Service | null> {
  const program = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
    .map((folder) => join(folder, 'nginx'))
    .find(existsSync);
  if (program === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'code-proxy-bench-nginx-'));
  const port = await freePort();
  await writeFile(join(folder, 'nginx.conf'), nginxConfig(folder, port, new URL(upstream.url).host));
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(url, { method: 'HEAD' }).then(
        () => true,
        () => false,
      )
    )
      return service(child, { url, token: upstream.token }, removeFolder);
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  child.kill();
  await removeFolder();
  return null;
}

/** `serve` of the built app with one endpoint, in a data folder of its own. `startMs`: from spawn to ready. */
export async function startCodeProxy(upstream: Target, { isAudited = false } = {}): Promise<Service & { readonly startMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'code-proxy-bench-'));
  const env = { PATH: process.env.PATH ?? '', HOME: folder, USERPROFILE: folder, CODE_PROXY_HOME: folder };
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [...NODE_OPTIONS, CLI, 'serve', '--port', '0', '--admin-port', '0', '--no-claude-settings', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'close').then(() => Promise.reject(new Error('serve ended before it was ready')));
  const limit = new AbortController();
  const late = sleep(READY_LIMIT_MS, undefined, { signal: limit.signal, ref: false }).then(() =>
    Promise.reject(new Error('serve was not ready in time')),
  );
  const [line] = await Promise.race([once(lines, 'line'), ended, late]);
  const startMs = performance.now() - startedAtMs;
  limit.abort();
  for (const waiting of [ended, late]) waiting.catch(() => undefined);
  const { proxyUrl } = readySchema.parse(JSON.parse(String(line)));
  await verb(env, 'endpoint', 'add', '--name', 'bench', '--url', upstream.url, '--token', upstream.token, '--map', 'claude-*=bench-model', '--json');
  await verb(env, 'settings', 'set', 'audit.isOn', String(isAudited), '--json');
  const { token } = tokenSchema.parse(JSON.parse(await verb(env, 'token', 'show', '--json')));
  const target = { url: proxyUrl, token };
  return { ...service(child, target, () => rm(folder, { recursive: true, force: true })), startMs, loopDelayMs: () => scrapeDelayMs(target) };
}

async function verb(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`code-proxy ${args.join(' ')} ended with ${code}: ${out}`);
  return out;
}

function service(child: ChildProcess, target: Target, afterwards: () => Promise<void> = async () => undefined): Service {
  if (child.pid === undefined) throw new Error('the process did not start');
  return {
    target,
    pid: child.pid,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close');
        child.kill('SIGTERM');
        await closed;
      }
      await afterwards();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function nginxConfig(folder: string, port: number, upstream: string): string {
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log off;
  client_max_body_size 64m;
  client_body_buffer_size 8m;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 1000000;
  upstream endpoint { server ${upstream}; keepalive 256; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://endpoint;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
`;
}
