/**
 * Runs the real Claude Code client once, shut off from everything of the person who runs the tests: a home of its own, no
 * inherited environment, and an outbound proxy that refuses, so that only loopback is reachable.
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ClaudeRun {
  readonly program: string;
  /** Empty folder for the client's home. */
  readonly home: string;
  readonly baseUrl: string;
  readonly token: string;
  /** Where outside traffic is sent to be refused: a MockAnthropic. */
  readonly trapUrl: string;
  readonly args?: readonly string[];
  /** Null removes a variable. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Path below home → content. */
  readonly files?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

export interface ClaudeResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

/** Between the polite and the final signal. */
const KILL_PATIENCE_MS = 3_000;

/** @returns how it ended. A client that runs into the limit (60 s if left out) is ended and reported with its signal. */
export async function runClaudeCode(run: ClaudeRun): Promise<ClaudeResult> {
  const cwd = join(run.home, 'w');
  await mkdir(cwd, { recursive: true });
  for (const [path, content] of Object.entries(run.files ?? {})) {
    await mkdir(dirname(join(run.home, path)), { recursive: true });
    await writeFile(join(run.home, path), content);
  }
  const startedAtMs = performance.now();
  const child = spawn(run.program, [...(run.args ?? ['-p', 'say hi'])], { cwd, env: environmentOf(run), stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const limitMs = run.limitMs ?? 120_000;
  const timers = [setTimeout(() => child.kill('SIGTERM'), limitMs), setTimeout(() => child.kill('SIGKILL'), limitMs + KILL_PATIENCE_MS)];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      resolve({ code, signal, out, err, ms: performance.now() - startedAtMs });
    });
  });
}

function environmentOf({ home, baseUrl, token, trapUrl, env = {} }: ClaudeRun): Record<string, string> {
  const all: Record<string, string | null | undefined> = {
    HOME: home,
    USERPROFILE: home,
    PATH: process.env.PATH,
    SYSTEMROOT: process.env.SYSTEMROOT,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ANTHROPIC_BASE_URL: baseUrl,
    ANTHROPIC_AUTH_TOKEN: token,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    // By itself it gives a locked .claude.json up after some seconds, which on a busy machine is soon.
    CLAUDE_CODE_CONFIG_LOCK_WAIT_MS: '60000',
    HTTPS_PROXY: trapUrl,
    HTTP_PROXY: trapUrl,
    NO_PROXY: '127.0.0.1,localhost,::1',
    ...env,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
