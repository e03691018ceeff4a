import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeFolders } from '../../../../src-main/claude-code/claude-folders.ts';
import { nodeFileOperations } from '../../../../src-main/claude-code/file-operations.ts';
import { configFileOf, projectsOf } from '../../../../src-main/claude-code/known-projects.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

async function setUp() {
  const [folder] = claudeFolders({ CLAUDE_CONFIG_DIR: join(await tempFolder(), 'claude') }, []);
  if (folder === undefined) throw new Error('there is always one folder');
  await mkdir(folder.folder);
  return { folder, projects: () => projectsOf(folder, nodeFileOperations) };
}

describe('projectsOf', () => {
  it('names the projects with absolute paths, in the order of the file', async () => {
    const { folder, projects } = await setUp();
    await writeFile(folder.configFile, JSON.stringify({ numStartups: 3, projects: { '/one': {}, relative: {}, '/two': { any: 'thing' } } }));
    expect(await projects()).toEqual(['/one', '/two']);
  });

  it.each(['', '{', '[]', '{"projects": 7}'])('knows none from a file with %j, or without one', async (text) => {
    const { folder, projects } = await setUp();
    expect(await projects()).toEqual([]);
    await writeFile(folder.configFile, text);
    expect(await projects()).toEqual([]);
  });

  it('reads the .config.json of an old client, as that client does', async () => {
    const { folder, projects } = await setUp();
    await writeFile(folder.configFile, JSON.stringify({ projects: { '/new': {} } }));
    const older = join(folder.folder, '.config.json');
    await writeFile(older, JSON.stringify({ projects: { '/old': {} } }));
    expect(await configFileOf(folder, nodeFileOperations)).toBe(older);
    expect(await projects()).toEqual(['/old']);
  });
});
