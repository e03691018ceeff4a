import fc from 'fast-check';
import { type Node, parseTree } from 'jsonc-parser';
import { expect, it } from 'vitest';
import { outlineOf } from '../../../../src-main/claude-code/json-outline.ts';
import { jsonValue } from '../../../support/json-arbitrary.ts';

interface Place {
  readonly type: string;
  readonly key: unknown;
  readonly offset: number;
  readonly length: number;
  readonly colonOffset: number | undefined;
  readonly children: readonly Place[] | undefined;
}

function places(node: Node | undefined): Place | undefined {
  if (node === undefined) return undefined;
  const { type, offset, length, colonOffset, children } = node;
  const [key] = type === 'property' ? (children ?? []) : [];
  return { type, key: key?.value, offset, length, colonOffset, children: children?.flatMap((child) => places(child) ?? []) };
}

const blanks = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

it('finds every value of plain JSON where the reader of whole trees finds it', () => {
  const spaced = fc
    .tuple(jsonValue(), fc.constantFrom(undefined, 1, '\t'), blanks, blanks)
    .map(([value, indent, before, after]) => before + JSON.stringify(value, null, indent) + after);
  fc.assert(
    fc.property(spaced, (text) => {
      expect(places(outlineOf(text))).toEqual(places(parseTree(text)));
    }),
    { numRuns: 1_000 },
  );
});

it.each([
  '{"a\\"b":"\\\\","c\\\\":["]","}\\"",{}],"\\u0065":-1.5e+3 ,"t" : true,"n":null\r\n}',
  '{ "x" :\t[ ] , "y":{ }, "x":[[],[[]],{"x":[1 , 2]}] }',
  '"\\\\\\""',
  '[false\n,0]',
])('is not misled by what stands in strings, or by blanks: %s', (text) => {
  expect(places(outlineOf(text))).toEqual(places(parseTree(text)));
});

it('refuses what is nested so deeply that comparing it would not come to an end', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect(outlineOf(nested(1_000)).length).toBe(2_000);
  expect(() => outlineOf(nested(1_001))).toThrow(RangeError);
});
