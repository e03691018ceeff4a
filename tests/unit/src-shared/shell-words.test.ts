import { execFileSync } from 'node:child_process';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShellWords, quoteForShell, quoteForWindows } from '../../../src-shared/shell-words.ts';

const words = (text: string, dialect?: 'posix' | 'windows') => {
  const parsed = parseShellWords(text, dialect);
  return parsed.isOk ? parsed.words : parsed.problem;
};

describe('parseShellWords', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['  -p   hi ', ['-p', 'hi']],
    [`-p "say 'hi'" 'a "b"'`, ['-p', "say 'hi'", 'a "b"']],
    ['a\\ b "c\\"d\\n" \'e\\f\'', ['a b', 'c"d\\n', 'e\\f']],
    ['"" \'\' x""y', ['', '', 'xy']],
    ['$HOME `ls` ~ * "$(x)"', ['$HOME', '`ls`', '~', '*', '$(x)']],
    ['one\\\ntwo "three\nfour"', ['onetwo', 'three\nfour']],
    ['Привет "мир 世界"', ['Привет', 'мир 世界']],
  ])('reads %j as a shell does, without expanding anything', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('says which quotation mark is not closed', () => {
    expect(words('a "b')).toBe('a quotation mark (") is not closed');
    expect(words("it's")).toBe("a quotation mark (') is not closed");
  });

  it('leaves backslashes and apostrophes of Windows alone', () => {
    expect(words(`"C:\\Program Files\\x.exe" C:\\a it's "say \\"hi\\""`, 'windows')).toEqual([
      'C:\\Program Files\\x.exe',
      'C:\\a',
      "it's",
      'say "hi"',
    ]);
  });
});

describe('quoteForShell', () => {
  it('gives what parses back to the same word, whatever it is', () => {
    assert(
      property(string({ unit: 'binary' }), (word) => {
        expect(words(quoteForShell(word))).toEqual([word]);
      }),
    );
  });

  it.runIf(process.platform !== 'win32')('gives what a real shell reads as the same word', () => {
    const hostile = ['', 'a b', "it's", '"', '$HOME', '`id`', 'a\nb', '\\', '!', '*', 'ü 世界 🚀', '; rm -rf /', '-n'];
    const out = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${hostile.map(quoteForShell).join(' ')}`], { encoding: 'utf8' });
    expect(out.split('\0').slice(0, -1)).toEqual(hostile);
  });
});

describe('quoteForWindows', () => {
  it('doubles the backslashes before a quotation mark, and only those', () => {
    expect(['C:\\a\\b', 'a b', 'a b\\', 'say "hi"', 'a\\"b', ''].map(quoteForWindows)).toEqual([
      'C:\\a\\b',
      '"a b"',
      '"a b\\\\"',
      '"say \\"hi\\""',
      '"a\\\\\\"b"',
      '""',
    ]);
  });
});
