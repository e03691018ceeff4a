import { appendFile, chmod, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClientVersions } from '../../../../../src-main/claude-code/launch/client-version.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

async function client(says: string) {
  const folder = await tempFolder();
  const program = join(folder, 'claude');
  const calls = join(folder, 'calls');
  await writeFile(program, `#!/bin/sh\necho asked >> '${calls}'\n${says}\n`);
  await chmod(program, 0o755);
  return { program, asked: async () => (await readFile(calls, 'utf8')).trim().split('\n').length };
}

describe.runIf(process.platform !== 'win32')('ClientVersions', () => {
  it('asks once, and again after an update', async () => {
    const { program, asked } = await client(`[ "$1" = --version ] && echo '2.1.329 (Claude Code)'`);
    const versions = new ClientVersions();
    expect(await Promise.all([versions.of(program), versions.of(program)])).toEqual(['2.1.329', '2.1.329']);
    await versions.of(program);
    expect(await asked()).toBe(1);
    await appendFile(program, '# newer\n');
    await utimes(program, new Date(), new Date());
    expect(await versions.of(program)).toBe('2.1.329');
    expect(await asked()).toBe(2);
  });

  it.each(['echo hello', 'exit 3'])('knows none from a program that does: %s', async (says) => {
    expect(await new ClientVersions().of((await client(says)).program)).toBeNull();
  });

  it('knows none of what cannot be run', async () => {
    expect(await new ClientVersions().of('/no/such/claude')).toBeNull();
  });
});
