import { applyEdits } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { insertion, layoutOf, newDocument, replacement, withoutMember } from '../../../../src-main/claude-code/json-layout.ts';
import { readJsonText } from '../../../../src-main/claude-code/json-text.ts';

function rootOf(text: string) {
  const { root } = readJsonText(Buffer.from(text), 'f');
  if (root === undefined) throw new Error('the text is blank');
  return root;
}

describe('json-layout', () => {
  it.each([
    ['{\r\n\t"a": 1\r\n}', '\r\n', '\t'],
    ['{\n    "a": 1\n}', '\n', '    '],
    ['{"a":1}', '\n', '  '],
  ])('finds line end and indent of %j', (text, eol, indent) => {
    expect(layoutOf(text, rootOf(text))).toEqual({ eol, indent });
  });

  it('writes a new file with the line ends that are wanted', () => {
    expect(newDocument({ a: { b: 1 } }, { eol: '\r\n', indent: ' ' })).toBe('{\r\n "a": {\r\n  "b": 1\r\n }\r\n}\r\n');
  });

  it('replaces an object in one line by one in one line, in a file of many lines', () => {
    const text = '{\n  "a": {"b":1}\n}';
    const node = rootOf(text).children?.[0]?.children?.[1];
    if (node === undefined) throw new Error('"a" is not there');
    expect(applyEdits(text, [replacement(text, node, { c: [2] }, { eol: '\n', indent: '  ' })])).toBe('{\n  "a": {"c":[2]}\n}');
  });

  it('inserts several members behind a comment and takes them out again', () => {
    const text = '{\n  "a": 1 // one\n}';
    const more = applyEdits(text, [insertion(text, rootOf(text), { b: 2, c: { d: 3 } }, { eol: '\n', indent: '  ' })]);
    expect(more).toBe('{\n  "a": 1,\n  "b": 2,\n  "c": {\n    "d": 3\n  } // one\n}');
    expect(withoutMember(more, rootOf(more), 'b')).toBe('{\n  "a": 1,\n  "c": {\n    "d": 3\n  } // one\n}');
  });
});
