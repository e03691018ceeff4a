import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClaudeCode, launchClaudeCode } from '../../../src-main/launch-claude-code.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A `claude` that keeps the settings file it was given, and exits 3. */
async function stubClient() {
  const folder = await tempFolder();
  const program = join(folder, 'claude');
  const seen = join(folder, 'seen.json');
  await writeFile(program, `#!/bin/sh\ncp "$2" "${seen}"\nexit 3\n`);
  await chmod(program, 0o755);
  return { folder, program, seen };
}

describe.runIf(process.platform !== 'win32')('launching Claude Code', () => {
  it('finds it on the PATH, or says how to install it', async () => {
    const { folder, program } = await stubClient();
    const other = join(folder, 'other');
    await mkdir(other);
    expect(await findClaudeCode({ PATH: [other, folder].join(delimiter) })).toBe(program);
  });

  it('hands address, token and settings over and gives the exit code back', async () => {
    const { folder, program, seen } = await stubClient();
    const request = {
      program,
      args: [],
      cwd: folder,
      environment: process.env,
      proxyUrl: 'http://127.0.0.1:9000',
      token: 'cp-token',
      launches: join(folder, 'launches'),
    };
    expect(await launchClaudeCode({ ...request, settings: DEFAULT_SETTINGS.claude })).toBe(3);
    expect(JSON.parse(await readFile(seen, 'utf8')).env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9000',
      ANTHROPIC_AUTH_TOKEN: 'cp-token',
      API_TIMEOUT_MS: '600000',
    });
  });
});
