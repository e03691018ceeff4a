import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasLeftEdits } from '../../../../src-main/cli/left-edits.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

describe('hasLeftEdits', () => {
  it('knows the journals of settings, of every folder of Claude Code, from all else', async () => {
    const folder = await tempFolder();
    expect(await hasLeftEdits(join(folder, 'missing'))).toBe(false);
    for (const name of ['claude-plugin.0123456789abcdef.journal.json', 'claude-settings.journal.json.tmp', 'settings.json']) {
      await writeFile(join(folder, name), '{}');
    }
    expect(await hasLeftEdits(folder)).toBe(false);
    for (const name of ['claude-settings.journal.json', 'claude-settings.0123456789abcdef.journal.json']) {
      const data = join(folder, name.length.toString());
      await mkdir(data);
      await writeFile(join(data, name), '{}');
      expect(await hasLeftEdits(data)).toBe(true);
    }
  });
});
