import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readUserFile, writeUserFile } from '../../../../src-main/cli/user-file.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

it('reads back what it wrote, and names a file that it cannot use', async () => {
  const file = join(await useTempFolder(), 'rules.yaml');
  await writeUserFile(file, 'version: 1\n');
  expect(await readUserFile(file)).toBe('version: 1\n');
  await expect(readUserFile(join(file, 'x'))).rejects.toThrow(`${join(file, 'x')} cannot be read (ENOTDIR)`);
  await expect(writeUserFile(join(file, 'x'), '')).rejects.toThrow('cannot be written (ENOTDIR)');
});
