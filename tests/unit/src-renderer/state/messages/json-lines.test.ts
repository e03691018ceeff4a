import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInLines, hitsBetween, unfoldedFor } from '../../../../../src-renderer/state/messages/find-in-lines.ts';
import { layOutJson, layOutText, type TextLine, visibleLines } from '../../../../../src-renderer/state/messages/json-lines.ts';
import { jsonValue } from '../../../../support/json-arbitrary.ts';

const written = (lines: readonly TextLine[]) => lines.map(({ depth, text }) => '  '.repeat(depth) + text).join('\n');

describe('layOutJson', () => {
  it('lays out any JSON as JSON.stringify does', () => {
    fc.assert(
      fc.property(jsonValue(), fc.boolean(), (value, isSpaced) => {
        const text = isSpaced ? JSON.stringify(value, null, '\t ') : JSON.stringify(value);
        expect(written(layOutJson(text))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps numbers and escapes as they were written', () => {
    expect(written(layOutJson('{"a":1.0e5,"b":"\\u0041\\"}","c":12345678901234567890}'))).toBe(
      '{\n  "a": 1.0e5,\n  "b": "\\u0041\\"}",\n  "c": 12345678901234567890\n}',
    );
  });

  it('never loses a character of JSON that ends anywhere', () => {
    const text = '{"a":[1,{"b":"x \\" y"},[],{}],"c":"\\\\","d":null}';
    for (let end = 0; end <= text.length; end += 1) {
      const back = layOutJson(text.slice(0, end))
        .map((line) => line.text.replace(/": /g, '":'))
        .join('');
      expect(back).toBe(text.slice(0, end));
    }
  });

  it('says which line closes which', () => {
    const lines = layOutJson('{"a":[1,2],"b":{}}');
    expect(lines.map(({ text, closedBy }) => [text, closedBy])).toEqual([
      ['{', 6],
      ['"a": [', 4],
      ['1,', null],
      ['2', null],
      ['],', null],
      ['"b": {}', null],
      ['}', null],
    ]);
    expect(layOutJson('{"a":[1')[0]?.closedBy).toBeNull();
  });

  it('survives what is no JSON, and leaves other text in its own lines', () => {
    expect(layOutJson('}]{:,"')).not.toEqual([]);
    expect(layOutText('<p>\r\n{"a":1}</p>').map(({ text }) => text)).toEqual(['<p>', '{"a":1}</p>']);
    expect(layOutText('').map(({ text }) => text)).toEqual(['']);
  });

  it('takes a body of 4 MB, and a string of 2 MB', () => {
    const text = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ at, text: 'x'.repeat(180), list: [[at]] })));
    expect(layOutJson(text).length).toBe(20_000 * 9 + 2);
    expect(layOutJson(JSON.stringify(['a\n'.repeat(1_000_000)]))).toHaveLength(3);
  });
});

describe('visibleLines', () => {
  const lines = layOutJson('{"a":[1,2],"b":{"c":3}}');
  it('shows all but what is inside of folded lines', () => {
    expect(visibleLines(lines, new Set())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(visibleLines(lines, new Set([1]))).toEqual([0, 1, 5, 6, 7, 8]);
    expect(visibleLines(lines, new Set([0, 1]))).toEqual([0]);
    expect(visibleLines(lines, new Set([2]))).toHaveLength(9);
  });
  it('unfolds what a line is hidden in, and nothing else', () => {
    expect([...unfoldedFor(lines, new Set([0, 1, 5]), 6)]).toEqual([1]);
    const folded = new Set([1]);
    expect(unfoldedFor(lines, folded, 1)).toBe(folded);
  });
});

describe('findInLines', () => {
  const lines = layOutText('one Two\ntwo.two\nнет НЕТ');
  it('finds a word in any case, with its place', () => {
    expect(findInLines(lines, 'TWO')).toEqual([
      { line: 0, start: 4, end: 7 },
      { line: 1, start: 0, end: 3 },
      { line: 1, start: 4, end: 7 },
    ]);
    expect(findInLines(lines, 'нет')).toHaveLength(2);
  });
  it('takes the word literally', () => {
    expect(findInLines(lines, 'o.t')).toEqual([{ line: 1, start: 2, end: 5 }]);
    expect(findInLines(lines, '(')).toEqual([]);
    expect(findInLines(lines, '')).toEqual([]);
  });
  it('finds the hits that reach into a part of a line', () => {
    const hits = [
      { line: 0, start: 0, end: 3 },
      { line: 0, start: 5, end: 8 },
    ];
    expect(hitsBetween(hits, 3, 6)).toEqual([{ line: 0, start: 5, end: 8 }]);
    expect(hitsBetween(hits, 2, 3)).toHaveLength(1);
  });
});
