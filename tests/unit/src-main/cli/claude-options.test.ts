import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paintDiff } from '../../../../src-main/cli/claude-diff-text.ts';
import { folderOf } from '../../../../src-main/cli/claude-options.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';

describe('folderOf', () => {
  it('makes a path absolute, and leaves out what was not given', () => {
    expect(folderOf({})).toEqual({});
    expect(folderOf({ folder: 'x' })).toEqual({ folder: join(process.cwd(), 'x') });
  });
});

describe('paintDiff', () => {
  it('keeps every line, with blanks for tabs', () => {
    const style = createTextStyle({ isTerminal: false, columns: null, environment: {} });
    expect(paintDiff(style, '--- a\n+++ a\n@@ -1 +1 @@\n-\tx\n y\n')).toBe('--- a\n+++ a\n@@ -1 +1 @@\n-    x\n y');
  });
});
