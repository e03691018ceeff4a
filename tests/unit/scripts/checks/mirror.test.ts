import { expect, it } from 'vitest';
import { asLines, makeProject, runCheck } from '../../../support/project-fixture.ts';

const BEHAVIOUR = 'export function act(): number { return 1; }';
const linesOf = async (files: Record<string, string>, elsewhere: Record<string, string> = {}) =>
  asLines(await runCheck('mirror', makeProject(files), elsewhere));

it('reports source files with behaviour that have no mirrored test', async () => {
  const findings = await linesOf({
    'src-main/proxy/relay.ts': BEHAVIOUR,
    'src-shared/schemas/endpoint.ts': "import { z } from 'zod'; export const s = z.string();",
    'src-renderer/state/store.tsx': 'export class Store {}',
    'scripts/checks/words.mjs': 'export function act() { return 1; }',
  });
  expect(findings).toEqual([
    'scripts/checks/words.mjs has no tests/unit/scripts/checks/words.test.ts',
    'src-main/proxy/relay.ts has no tests/unit/src-main/proxy/relay.test.ts',
    'src-renderer/state/store.tsx has no tests/unit/src-renderer/state/store.test.ts',
    'src-shared/schemas/endpoint.ts has no tests/unit/src-shared/schemas/endpoint.test.ts',
  ]);
});

it('accepts mirrored tests of either ending', async () => {
  const findings = await linesOf({
    'src-main/proxy/relay.ts': BEHAVIOUR,
    'tests/unit/src-main/proxy/relay.test.ts': '',
    'src-renderer/state/store.ts': BEHAVIOUR,
    'tests/unit/src-renderer/state/store.test.tsx': '',
  });
  expect(findings).toEqual([]);
});

it('asks nothing of types, plain values, contracts, entries, workers, pages and components', async () => {
  const findings = await linesOf({
    'src-main/platform/types.ts': 'export interface A { b(): void }\nexport type C = (d: string) => void;',
    'src-shared/units.ts': "export const MS_PER_SECOND = 1_000; export const NAMES = ['a'] as const;",
    'src-main/admin/ports.ts': BEHAVIOUR,
    'src-main/failover/contract.ts': BEHAVIOUR,
    'src-main/cli/entry.ts': BEHAVIOUR,
    'src-main/desktop/core.worker.ts': BEHAVIOUR,
    'src-renderer/pages/home/home.tsx': BEHAVIOUR,
    'src-renderer/components/card.tsx': BEHAVIOUR,
    'src-renderer/main.tsx': BEHAVIOUR,
    'src-main/globals.d.ts': 'declare const x: () => void;',
  });
  expect(findings).toEqual([]);
});

it('accepts a file that is covered elsewhere only while that test exists', async () => {
  const files = { 'src-main/a.ts': BEHAVIOUR, 'tests/integration/a.test.ts': '' };
  expect(await linesOf(files, { 'src-main/a.ts': 'tests/integration/a.test.ts' })).toEqual([]);
  expect(await linesOf(files, { 'src-main/a.ts': 'tests/integration/gone.test.ts' })).toEqual([expect.stringContaining('does not exist')]);
  expect(await linesOf({}, { 'src-main/gone.ts': 'tests/integration/a.test.ts' })).toEqual([expect.stringContaining('lists src-main/gone.ts')]);
});

it('accepts a test of the mirrored folder that imports the file itself, and no other', async () => {
  const importing = (path: string) => `import { act } from '${path}';`;
  const file = 'src-renderer/state/queries/use-a.ts';
  expect(
    await linesOf({
      [file]: BEHAVIOUR,
      'tests/unit/src-renderer/state/queries/queries.test.tsx': importing('../../../../../src-renderer/state/queries/use-a.ts'),
    }),
  ).toEqual([]);
  expect(
    await linesOf({ [file]: BEHAVIOUR, 'tests/unit/src-main/other.test.ts': importing('../../../src-renderer/state/queries/use-a.ts') }),
  ).toHaveLength(1);
  expect(
    await linesOf({
      [file]: BEHAVIOUR,
      'tests/unit/src-renderer/state/queries/queries.test.tsx': "import type { act } from '../../../../../src-renderer/state/queries/use-a.ts';",
    }),
  ).toHaveLength(1);
});
