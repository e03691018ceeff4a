import { expect, it } from 'vitest';
import { asLines, makeProject, runCheck } from '../../../support/project-fixture.ts';

const linesOf = async (files: Record<string, string>, exceptions: unknown = []) =>
  asLines(await runCheck('import-table', makeProject(files), exceptions));

it('accepts what the table allows', async () => {
  const findings = await linesOf({
    'src-shared/units.ts': "import { z } from 'zod'; export const unit = z.string();",
    'src-main/platform/clock.ts':
      "import { readFileSync } from 'node:fs'; import { unit } from '../../src-shared/units.ts'; export const x = [unit, readFileSync];",
    'src-main/protocols/contract.ts': 'export type Dialect = string;',
    'src-main/protocols/anthropic/dialect.ts': "import type { Dialect } from '../contract.ts'; export const dialect: Dialect = '';",
    'src-main/protocols/registry.ts': "import { dialect } from './anthropic/dialect.ts'; export const all = [dialect];",
    'src-main/compose.ts': "import { all } from './protocols/registry.ts'; import { x } from './platform/clock.ts'; export const core = [all, x];",
    'src-main/desktop/window.ts': "import { app } from 'electron'; import { core } from '../compose.ts'; export const y = [app, core];",
    'src-main/admin/router.ts': 'export type AdminRouter = string; export const router = 1;',
    'src-renderer/api/client.ts': "import type { AdminRouter } from '../../src-main/admin/router.ts'; export const a: AdminRouter = '';",
    'src-renderer/state/q.ts': "import { a } from '../api/client.ts'; export const q = a;",
    'src-renderer/pages/home/home.tsx': "import { q } from '../../state/q.ts'; import './home.css'; export const home = q;",
  });
  expect(findings).toEqual([]);
});

it.each([
  ['a store that the data path imports', 'src-main/proxy/a.ts', "import { x } from '../storage/b.ts'; export { x };", 'proxy may not import storage'],
  [
    'a type of a forbidden area',
    'src-main/storage/a.ts',
    "import type { X } from '../proxy/b.ts'; export type Y = X;",
    'storage may not import proxy',
  ],
  ['an inline import type', 'src-main/storage/a.ts', "export type Y = import('../proxy/b.ts').X;", 'storage may not import proxy'],
  ['a dynamic import', 'src-main/proxy/a.ts', "export const load = () => import('../storage/b.ts');", 'proxy may not import storage'],
  ['a re-export', 'src-main/proxy/a.ts', "export { x } from '../storage/b.ts';", 'proxy may not import storage'],
  ['a sibling protocol', 'src-main/protocols/openai/a.ts', "import '../anthropic/b.ts';", 'protocols/openai may not import protocols/anthropic'],
  ['a sibling page', 'src-renderer/pages/a/a.ts', "import '../b/b.ts';", 'renderer/pages/a may not import renderer/pages/b'],
  [
    'a component that imports a page',
    'src-renderer/components/a.ts',
    "import '../pages/b/b.ts';",
    'renderer/components may not import renderer/pages/b',
  ],
  [
    'the admin router as a value',
    'src-renderer/api/a.ts',
    "import { router } from '../../src-main/admin/router.ts'; export { router };",
    'other than as types',
  ],
  ['the core seen from shared code', 'src-shared/a.ts', "import '../src-main/platform/b.ts';", 'src-shared may not import platform'],
  [
    'electron outside the desktop',
    'src-main/platform/a.ts',
    "import type { App } from 'electron'; export type A = App;",
    'imports electron, which only desktop may',
  ],
  ['a Node module in the policy', 'src-main/failover/a.ts', "import 'node:fs';", 'failover may not import node:fs'],
  ['a package in shared code', 'src-shared/a.ts', "import 'undici';", 'src-shared may not import undici'],
  ['a test', 'src-main/proxy/a.ts', "import '../../tests/support/fake.ts';", 'sources never import tests'],
])('reports %s', async (_what, file, text, message) => {
  const findings = await linesOf({ [file]: `\n${text}` });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(`${file}:2 `);
  expect(findings[0]).toContain(message);
});

it('reports a cycle once, types included, with the way round', async () => {
  const findings = await linesOf({
    'src-main/proxy/a.ts': "import { b } from './b.ts'; export const a = b;",
    'src-main/proxy/b.ts': "import { c } from './c.ts'; export const b = c;",
    'src-main/proxy/c.ts': "import type { a } from './a.ts'; export const c: typeof a = 1;",
  });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/import cycle: .*a\.ts -> .*b\.ts -> .*c\.ts -> .*a\.ts/);
});

it('asks for a row when a new folder appears', async () => {
  expect(await linesOf({ 'src-main/misc/a.ts': 'export const a = 1;' })).toEqual([expect.stringContaining('without a row')]);
});

it('honours a listed exception and reports one that is not needed', async () => {
  const from = 'src-main/proxy/a.ts';
  const exception = { from, to: 'src-main/storage/b.ts', typesOnly: true, why: 'test' };
  expect(await linesOf({ [from]: "import type { X } from '../storage/b.ts'; export type Y = X;" }, [exception])).toEqual([]);
  const asValue = await linesOf({ [from]: "import { x } from '../storage/b.ts'; export { x };" }, [exception]);
  expect(asValue).toEqual([expect.stringContaining('proxy may not import storage'), expect.stringContaining('is not needed')]);
});
