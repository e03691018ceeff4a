import { expect, it } from 'vitest';
import { asLines, makeProject, runCheck } from '../../../support/project-fixture.ts';

const linesOf = async (manifest: unknown, packages: unknown) =>
  asLines(await runCheck('lock', makeProject({ 'package.json': JSON.stringify(manifest), 'package-lock.json': JSON.stringify({ packages }) })));

it('accepts a complete lock without addresses, nested entries included', async () => {
  const packages = {
    '': { optionalDependencies: { 'top-level': '1.0.0' } },
    'node_modules/top-level': { version: '1.0.0', optionalDependencies: { '@scope/mac': '2.0.0' } },
    'node_modules/top-level/node_modules/@scope/mac': { version: '2.0.0' },
  };
  expect(await linesOf({ dependencies: { a: '1.2.3' }, devDependencies: { b: '2.0.0-rc.1' } }, packages)).toEqual([]);
});

it('reports a platform package without an entry, an address, and a version range', async () => {
  const packages = { 'node_modules/tool': { version: '1.0.0', resolved: 'somewhere', optionalDependencies: { '@tool/mac': '1.0.0' } } };
  const findings = await linesOf({ devDependencies: { tool: '^1.0.0' } }, packages);
  expect(findings).toEqual([
    expect.stringContaining('node_modules/tool names @tool/mac, which has no entry'),
    expect.stringContaining('node_modules/tool has a resolved URL'),
    expect.stringContaining('tool must have an exact version'),
  ]);
});
