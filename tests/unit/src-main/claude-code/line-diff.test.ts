import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText, maskValue, unifiedDiff } from '../../../../src-main/claude-code/line-diff.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const hasPatch = (() => {
  try {
    execFileSync('patch', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('unifiedDiff', () => {
  it('is empty for equal texts', () => {
    expect(unifiedDiff('a\n', 'a\n', 'f')).toBe('');
  });

  it('shows changes with three lines around them and keeps far ones apart', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
    const after = lines.with(1, 'changed').toSpliced(17, 1);
    expect(unifiedDiff(`${lines.join('\n')}\n`, `${after.join('\n')}\n`, 'f')).toBe(
      '--- f\n+++ f\n@@ -1,5 +1,5 @@\n line 1\n-line 2\n+changed\n line 3\n line 4\n line 5\n@@ -15,6 +15,5 @@\n line 15\n line 16\n line 17\n-line 18\n line 19\n line 20\n',
    );
  });

  it('shows a new file and a missing line end', () => {
    expect(unifiedDiff('', 'a\n', 'f')).toBe('--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n');
    expect(unifiedDiff('a', 'a\n', 'f')).toBe('--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n');
  });

  it('gives up comparing what differs in thousands of lines, and shows it whole', () => {
    const text = (word: string) => Array.from({ length: 1_500 }, (_, index) => `${word} ${index}\n`).join('');
    expect(unifiedDiff(text('a'), text('b'), 'f').match(/^[-+](?![-+])/gm)).toHaveLength(3_000);
  });

  it.skipIf(!hasPatch)('is what patch(1) needs to turn one text into the other', async () => {
    const folder = await tempFolder();
    const textArbitrary = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 25 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(textArbitrary, textArbitrary, (before, after) => {
        fc.pre(before !== after);
        writeFileSync(join(folder, 'f'), before);
        const out = execFileSync('patch', ['-s', '-u', '-o', '-', join(folder, 'f')], { input: unifiedDiff(before, after, 'f') });
        expect(out.toString()).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});

describe('masking', () => {
  it.each([
    ['"ANTHROPIC_API_KEY": "sk-ant-x"', '"ANTHROPIC_API_KEY": "••••"'],
    ['"ANTHROPIC_AUTH_TOKEN":"cp-abc"', '"ANTHROPIC_AUTH_TOKEN":"cp-••••"'],
    ['{"MY_PASSWORD" : "a\\"b", "X": "y"}', '{"MY_PASSWORD" : "••••", "X": "y"}'],
    ['"ANTHROPIC_CUSTOM_HEADERS": "X: 1"', '"ANTHROPIC_CUSTOM_HEADERS": "••••"'],
    ['"HTTPS_PROXY": "http://user:pass@proxy:1"', '"HTTPS_PROXY": "http://••••@proxy:1"'],
    ['"command": "curl -H Authorization: Bearer abc.def"', '"command": "curl -H Authorization: Bearer ••••"'],
    ['"model": "opus"', '"model": "opus"'],
    ['"EMPTY_TOKEN": ""', '"EMPTY_TOKEN": ""'],
  ])('turns %s into %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it('shows nothing of a value but that it is a local token', () => {
    expect(['', 'cp-123', 'sk-ant-123'].map(maskValue)).toEqual(['', 'cp-••••', '••••']);
  });
});

describe('maskText', () => {
  it.each([
    ['{ "args": ["--key", "sk-ant-api03-abcdef"] }', '{ "args": ["--key", "••••"] }'],
    ['{ "args": ["--key=ghp_0123456789"], "x": "eyJhbGciOi.J9" }', '{ "args": ["--key=••••"], "x": "••••" }'],
    ['{ "x": "skip-this", "model": "sky-blue", "y": "sk-" }', '{ "x": "skip-this", "model": "sky-blue", "y": "sk-" }'],
  ])('hides keys by their look, under any name: %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });
});
