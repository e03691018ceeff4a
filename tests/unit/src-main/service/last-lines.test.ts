import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lastLines } from '../../../../src-main/service/last-lines.ts';
import { isTemporary, serviceName } from '../../../../src-main/service/service-command.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

it('gives the last whole lines of a file of any size', async () => {
  const file = join(await useTempFolder(), 'log');
  expect(await lastLines(file, 3)).toEqual([]);
  await writeFile(file, '');
  expect(await lastLines(file, 3)).toEqual([]);
  await writeFile(file, 'only line');
  expect(await lastLines(file, 3)).toEqual(['only line']);
  await writeFile(file, Array.from({ length: 60_000 }, (_, index) => `line ${index} ${'x'.repeat(20)}`).join('\n'));
  const lines = await lastLines(file, 100_000);
  expect(lines.at(-1)).toMatch(/^line 59999 /);
  expect(lines[0]).toMatch(/^line \d+ x{20}$/);
  expect(lines.length).toBeLessThan(60_000);
});

it('names the service after its data folder, unless that is the usual one', () => {
  expect(serviceName('/home/user/.code_proxy', true)).toBe('code-proxy');
  expect(serviceName('/srv/a', false)).toMatch(/^code-proxy-[0-9a-f]{8}$/);
  expect(serviceName('/srv/a', false)).not.toBe(serviceName('/srv/b', false));
});

it('knows places that are cleaned away', () => {
  for (const cli of ['/home/user/.npm/_npx/0a1b/node_modules/x/cli.js', '/tmp/.mount_Code/x', 'C:\\Users\\me\\AppData\\Local\\Temp\\x\\cli.js']) {
    expect(isTemporary(['node', cli])).toBe(true);
  }
  expect(isTemporary(['/usr/bin/node', '/home/user/code-proxy/dist/main/cli.js'])).toBe(false);
});
