/** Runs a command of the system without a shell and waits for its end. */
import { execFile } from 'node:child_process';
import { quoteForShell, quoteForWindows } from '../../src-shared/shell-words.ts';
import type { RunCommand, SystemCommand } from './contract.ts';

/** An orderly stop of the service takes up to 75 s. */
const PATIENCE_MS = 90_000;
const OUTPUT_LIMIT_BYTES = 4 * 1_048_576;

/** @param environment Its PATH says where the programs are. */
export function commandRunner(environment: Readonly<Record<string, string | undefined>>): RunCommand {
  return ({ program, args }) =>
    new Promise((resolve) => {
      const options = { env: { ...environment, LC_ALL: 'C' }, timeout: PATIENCE_MS, maxBuffer: OUTPUT_LIMIT_BYTES, windowsHide: true };
      execFile(program, [...args], options, (error, out, err) => {
        if (error === null) resolve({ code: 0, out, err });
        else resolve({ code: typeof error.code === 'number' ? error.code : null, out, err: err === '' ? error.message : err });
      });
    });
}

/** As one would type it. */
export function commandLine({ program, args }: SystemCommand, isWindows: boolean): string {
  return [program, ...args].map(isWindows ? quoteForWindows : quoteForShell).join(' ');
}
