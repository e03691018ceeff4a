/** Asks Claude Code for its version, once for each program and each update of it. */
import { stat } from 'node:fs/promises';
import spawn from 'cross-spawn';

/** It takes some 100 ms; a disk that wakes up takes longer. */
const PATIENCE_MS = 10_000;
const MAX_ANSWER_CHARACTERS = 1_000;

export class ClientVersions {
  readonly #known = new Map<string, Promise<string | null>>();

  /** For example `2.1.329`; null when it does not say. */
  async of(program: string): Promise<string | null> {
    const key = `${program} ${await stat(program).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => '',
    )}`;
    const known = this.#known.get(key) ?? ask(program);
    this.#known.set(key, known);
    return known;
  }
}

function ask(program: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let answer = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      answer = (answer + text).slice(0, MAX_ANSWER_CHARACTERS);
    });
    child.once('error', () => resolve(null));
    child.once('close', () => {
      clearTimeout(timer);
      resolve(/\d+\.\d+\.\d+[\w.-]*/.exec(answer)?.[0] ?? null);
    });
  });
}
