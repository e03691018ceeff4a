import { expect, it } from 'vitest';
import { makeProject, runCheck } from '../../../support/project-fixture.ts';

it('warns above 300 lines and fails above 500, in code only', async () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const findings = await runCheck(
    'file-size',
    makeProject({
      'src-main/fits.ts': lines(300),
      'src-main/long.ts': lines(301),
      'tests/unit/too-long.test.ts': lines(501),
      'tests/fixtures/data.ts': lines(900),
      'docs/book.md': lines(900),
    }),
  );
  expect(findings.map(({ level, file }) => [level, file])).toEqual([
    ['warning', 'src-main/long.ts'],
    ['error', 'tests/unit/too-long.test.ts'],
  ]);
});
