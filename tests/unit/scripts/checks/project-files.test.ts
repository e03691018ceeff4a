import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeProject } from '../../../support/project-fixture.ts';

const moduleSchema = z.object({
  projectFiles: z.custom<(root: string, wanted?: (path: string) => boolean) => string[]>((value) => typeof value === 'function'),
  isSource: z.custom<(path: string) => boolean>((value) => typeof value === 'function'),
});
const load = async () => moduleSchema.parse(await import(new URL('../../../../scripts/checks/project-files.mjs', import.meta.url).href));

it('lists what belongs to the project and nothing that was installed or built', async () => {
  const { projectFiles } = await load();
  const root = makeProject({ 'src-main/a.ts': '', 'README.md': '', '.github/x.yml': '', 'node_modules/b/c.js': '', 'dist/d.js': '', '.cache/e': '' });
  expect(projectFiles(root)).toEqual(['.github/x.yml', 'README.md', 'src-main/a.ts']);
  expect(projectFiles(root, (path) => path.endsWith('.md'))).toEqual(['README.md']);
});

it('tells sources from tests, scripts and declarations', async () => {
  const { isSource } = await load();
  expect(['src-main/a.ts', 'src-renderer/pages/b.tsx', 'src-shared/c.ts'].every(isSource)).toBe(true);
  expect(['tests/unit/a.test.ts', 'scripts/a.mjs', 'src-main/a.d.ts', 'src-renderer/a.css'].some(isSource)).toBe(false);
});
