import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { asLines, makeProject, runCheck } from '../../../support/project-fixture.ts';

function projectWith(text: string): string {
  const biome = JSON.stringify({ json: { formatter: { enabled: false } }, linter: { rules: { suspicious: { noExplicitAny: 'error' } } } });
  const root = makeProject({ 'biome.json': biome, 'a.ts': text });
  symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(root, 'node_modules'), 'junction');
  return root;
}

it('fails on a rule that is broken and on a file that is not formatted', async () => {
  expect(asLines(await runCheck('lint-format', projectWith('export const a: any = 1;\n')))).toEqual([expect.stringContaining('noExplicitAny')]);
  expect(asLines(await runCheck('lint-format', projectWith('export  const a=1\n')))).toEqual([expect.stringContaining('Formatter')]);
});

it('is silent about clean files', async () => {
  expect(await runCheck('lint-format', projectWith('export const a = 1;\n'))).toEqual([]);
});
