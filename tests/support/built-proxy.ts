/** The built command-line app as a process of its own, in a throw-away data folder, as a user would run it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { NODE_OPTIONS } from '../../scripts/node-options.mjs';

const CLI = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
/** Each takes a second or two; longer only where many tests run at once. */
const READY_LIMIT_MS = 120_000;
const VERB_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;

const readySchema = z.object({
  event: z.literal('ready'),
  proxyUrl: z.string(),
  dashboardUrl: z.string().nullable(),
  /** Logs a browser in, once. */
  loginUrl: z.string().nullable(),
  pid: z.number(),
});
export type Ready = z.infer<typeof readySchema>;

export interface BuiltProxyOptions {
  /** Claude Code's folder, whose settings.json is then managed. Left out: Claude Code's files are not touched. */
  readonly claudeFolder?: string;
  /** Wins over what it is given otherwise. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface VerbResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class BuiltProxy {
  readonly #dataFolder: string;
  readonly #options: BuiltProxyOptions;
  #child: ChildProcess | null = null;
  #ready: Ready | null = null;
  #said = '';

  /** @param dataFolder Empty or left by an earlier run. */
  constructor(dataFolder: string, options: BuiltProxyOptions = {}) {
    this.#dataFolder = dataFolder;
    this.#options = options;
  }

  /** Starts `serve`, on free ports unless `args` name some, and waits until it is ready. */
  async start(args: readonly string[] = []): Promise<Ready> {
    const leaveClaudeAlone = this.#options.claudeFolder === undefined ? ['--no-claude-settings'] : [];
    const command = [...NODE_OPTIONS, CLI, 'serve', '--port', '0', '--admin-port', '0', ...leaveClaudeAlone, '--json', ...args];
    const child = spawn(process.execPath, command, {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
    const line = await new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`serve was not ready within ${READY_LIMIT_MS} ms: ${this.#said}`)), READY_LIMIT_MS);
      child.on('error', reject);
      child.on('close', (code) => reject(new Error(`serve ended with code ${code} before it was ready: ${this.#said}`)));
      createInterface({ input: child.stdout }).once('line', (text) => {
        clearTimeout(limit);
        resolve(text);
      });
    });
    this.#ready = readySchema.parse(JSON.parse(line));
    return this.#ready;
  }

  get url(): string {
    if (this.#ready === null) throw new Error('the proxy was not started');
    return this.#ready.proxyUrl;
  }

  /** Runs a verb against this instance. */
  verb(...args: readonly string[]): Promise<VerbResult> {
    const child = spawn(process.execPath, [CLI, ...args], { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'], timeout: VERB_LIMIT_MS });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
  }

  /** Runs a verb with `--json` and parses what it prints. Throws when the verb fails. */
  async json<T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> {
    const { code, out, err } = await this.verb(...args, '--json');
    if (code !== 0) throw new Error(`code-proxy ${args.join(' ')} ended with ${code}: ${err}${out}`);
    return schema.parse(JSON.parse(out));
  }

  /** Asks it to stop and waits; one that hangs is killed and reported. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await closed;
    clearTimeout(limit);
    if (child.signalCode === 'SIGKILL') throw new Error(`serve did not stop within ${STOP_LIMIT_MS} ms: ${this.#said}`);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGKILL');
    await closed;
  }

  #environment(): Record<string, string> {
    const { PATH = '', SYSTEMROOT, TEMP } = process.env;
    const home = this.#dataFolder;
    return {
      PATH,
      HOME: home,
      USERPROFILE: home,
      CODE_PROXY_HOME: home,
      ...(this.#options.claudeFolder === undefined ? {} : { CLAUDE_CONFIG_DIR: this.#options.claudeFolder }),
      ...(SYSTEMROOT === undefined ? {} : { SYSTEMROOT }),
      ...(TEMP === undefined ? {} : { TEMP }),
      ...this.#options.environment,
    };
  }
}
