import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { rendererFolder } from '../../../../src-main/cli/renderer-folder.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

it('finds the dashboard beside the built host, else in dist of the checkout', async () => {
  const folder = await tempFolder();
  const source = pathToFileURL(join(folder, 'src-main', 'cli', 'serve.ts')).href;
  expect(rendererFolder(source)).toBe(join(folder, 'dist', 'renderer'));
  await mkdir(join(folder, 'dist', 'renderer'), { recursive: true });
  await writeFile(join(folder, 'dist', 'renderer', 'index.html'), '');
  expect(rendererFolder(pathToFileURL(join(folder, 'dist', 'main', 'serve-abc.js')).href)).toBe(join(folder, 'dist', 'renderer'));
});
