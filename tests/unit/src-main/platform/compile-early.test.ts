import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('../../../../src-main/platform/compile-early.ts', import.meta.url).href;

/** Runs the text as a module in a process of its own: options of V8 are the process's. */
const run = (text: string) => promisify(execFile)(process.execPath, ['--input-type=module', '-e', text]);

describe('compileEarly', () => {
  it('names options that this V8 knows', async () => {
    expect(await run(`import { compileEarly } from ${JSON.stringify(MODULE)}; compileEarly();`)).toMatchObject({ stderr: '' });
  });
});
