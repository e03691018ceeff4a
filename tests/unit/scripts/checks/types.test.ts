import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { asLines, makeProject, runCheck } from '../../../support/project-fixture.ts';

it('fails on a type error and names file and place', async () => {
  const config = JSON.stringify({ compilerOptions: { strict: true, noEmit: true, types: [] }, include: ['*.ts'] });
  const root = makeProject({ 'tsconfig.json': config, 'a.ts': 'export const a: number = "text";\n' });
  symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(root, 'node_modules'), 'junction');
  expect(asLines(await runCheck('types', root, ['tsconfig.json']))).toEqual([expect.stringMatching(/a\.ts[(:]1/)]);
});
