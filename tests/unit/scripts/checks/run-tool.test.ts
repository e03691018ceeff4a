import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeProject } from '../../../support/project-fixture.ts';

const moduleSchema = z.object({
  runTool: z.custom<(root: string, script: string, args: string[]) => Promise<unknown>>((value) => typeof value === 'function'),
});
const load = async () => moduleSchema.parse(await import(new URL('../../../../scripts/checks/run-tool.mjs', import.meta.url).href));

it('is silent about a tool that succeeds and hands on what a failing one printed', async () => {
  const { runTool } = await load();
  const root = makeProject({ 'good.mjs': 'console.log("all is well")', 'bad.mjs': 'console.log("one"); console.error("two"); process.exit(3)' });
  expect(await runTool(root, 'good.mjs', [])).toEqual([]);
  const [finding] = z.array(z.object({ level: z.string(), file: z.string(), message: z.string() })).parse(await runTool(root, 'bad.mjs', ['-x']));
  expect(finding).toMatchObject({ level: 'error', file: 'bad.mjs -x' });
  expect(finding?.message).toMatch(/exit code 3:[\s\S]*one[\s\S]*two/);
});

it('reports a tool that is not installed', async () => {
  const { runTool } = await load();
  expect(await runTool(makeProject({}), 'absent.mjs', [])).toHaveLength(1);
});
