/**
 * A `serve` of our own in the background, for `launch`: a child that ends when we end, whatever way we end, because it watches the
 * pipe on its standard input; or with the last of the other sessions that use it by then. It is not in our process group, so a
 * Ctrl+C meant for Claude Code does not stop it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';

/** A start takes some 400 ms; migrations of a large database and a slow disk may take longer. */
const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 75_000;

/** The lines that `serve --json` prints; `kept` when its launcher is gone and others still use it. */
const eventSchema = z.object({ event: z.enum(['ready', 'already-running', 'kept']) });
const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export interface BackgroundServe {
  /** False: another one was faster, and runs instead. */
  readonly isOurs: boolean;
  /** Lets it go: resolves when it has ended, or when it stays for other sessions. */
  stop(): Promise<void>;
}

export interface BackgroundServeOptions {
  /** Program and leading arguments that run this CLI. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Arguments behind `serve`. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Resolves when the instance answers. Rejects with INSTANCE_UNREACHABLE and the child's own words when it does not start. */
export async function startBackgroundServe(options: BackgroundServeOptions): Promise<BackgroundServe> {
  const [program, ...leading] = options.command;
  const child = spawn(program, [...leading, 'serve', '--json', '--until-stdin-ends', ...options.args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...options.environment },
    detached: true,
    windowsHide: true,
  });
  // Writing to a child that is gone is no news: its exit tells.
  child.stdin?.on('error', () => undefined);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const events = new EventTarget();
  const kept = new Promise<void>((resolve) => events.addEventListener('kept', () => resolve()));
  const stop = () => stopChild(child, exited, kept);
  try {
    const isOurs = (await untilReady(child, events)) === 'ready';
    return { isOurs, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess, events: EventTarget): Promise<'ready' | 'already-running'> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new AppError('INSTANCE_UNREACHABLE', `the proxy did not start: ${why}`));
    const timer = setTimeout(() => fail(`it was not ready within ${START_PATIENCE_MS / 1_000} s`), START_PATIENCE_MS);
    child.once('error', (error) => fail(error.message));
    child.once('close', () => {
      clearTimeout(timer);
      fail(failureIn(said.join('\n')));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const event = eventIn(line);
      if (event === 'kept') events.dispatchEvent(new Event('kept'));
      if (event === null || event === 'kept') return;
      clearTimeout(timer);
      resolve(event);
    });
  });
}

function eventIn(line: string): z.infer<typeof eventSchema>['event'] | null {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data?.event ?? null;
  } catch {
    return null; // Part of an error object over several lines.
  }
}

function failureIn(said: string): string {
  try {
    return failureSchema.parse(JSON.parse(said)).error.message;
  } catch {
    return said === '' ? 'it ended without a word – run "code-proxy serve" to see why' : said; // Not our JSON: repeat it as it is.
  }
}

async function stopChild(child: ChildProcess, exited: Promise<void>, kept: Promise<void>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await Promise.race([exited, kept]);
  clearTimeout(timer);
  // One that stays must not keep us, and says nothing more.
  child.stdout?.destroy();
  child.unref();
}
