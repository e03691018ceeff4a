import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editJson, type JsonEdit } from '../../../../src-main/claude-code/edit-json.ts';
import { jsonValue } from '../../../support/json-arbitrary.ts';

const edited = (text: string, ...edits: readonly JsonEdit[]) => editJson(Buffer.from(text), edits, { file: 'f' }).toString();
const set = (path: string, value: unknown): JsonEdit => ({ path: path.split('.'), value });

describe('editJson', () => {
  it.each([
    ['a whole branch in lines', '{\n  "a": 1\n}\n', set('m.s', { c: 'x' }), '{\n  "a": 1,\n  "m": {\n    "s": {\n      "c": "x"\n    }\n  }\n}\n'],
    ['a whole branch in one line', '{"a":1}', set('m.s', { c: 'x' }), '{"a":1,"m":{"s":{"c":"x"}}}'],
    ['a key deep inside', '{"m":{"s":{"u":[1, 2]}}}', set('m.s.c', 'x'), '{"m":{"s":{"u":[1, 2],"c":"x"}}}'],
    [
      'an object in the place of one in lines',
      '{\n  "m": {\n    "s": 1\n  }\n}',
      set('m', { t: [2] }),
      '{\n  "m": {\n    "t": [\n      2\n    ]\n  }\n}',
    ],
    ['a removal', '{"m":{"s":1,"t":2}}', set('m.s', undefined), '{"m":{"t":2}}'],
    ['a removal of what is not there', '{"m":{ }}', set('m.s.t', undefined), '{"m":{ }}'],
    ['the same value, written otherwise', '{"m":{"s":"\\u0041", "t":[ 1 ]}}', set('m', { s: 'A', t: [1] }), '{"m":{"s":"\\u0041", "t":[ 1 ]}}'],
    ['a blank file', '', set('m.s', 1), '{\n  "m": {\n    "s": 1\n  }\n}\n'],
  ])('makes %s', (_what, before, edit, after) => {
    expect(edited(before, edit)).toBe(after);
  });

  it('refuses a key on the way that is there twice, or that is no object, naming the line', () => {
    expect(() => edited('{"m":{},\n"m":{}}', set('m.s', 1))).toThrow(/line 2: "m" is there a second time/);
    expect(() => edited('{\n"m":[]}', set('m.s', 1))).toThrow(/line 2: "m" must be an object/);
  });

  it.each([
    ['plain JSON', ''],
    ['JSON with comments', '// c\n'],
  ])('refuses %s that is nested too deeply', (_what, before) => {
    const text = `${before}{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => edited(text, set('m', 1))).toThrow(/nested too deeply/);
  });

  it('leaves a member named __proto__ alone', () => {
    expect(edited('{"env":{"__proto__":{"x":1}}}', set('env', { a: 1 }))).toContain('"a"');
    expect(edited('{"env":{"__proto__":null},"__proto__":2}', { path: ['env', 'a'], value: 'b' })).toBe(
      '{"env":{"__proto__":null,"a":"b"},"__proto__":2}',
    );
  });

  it('leaves any other value alone, whatever is set or removed', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd e', '"');
    const tree = fc.dictionary(key, fc.oneof(jsonValue(), fc.dictionary(key, jsonValue())));
    fc.assert(
      fc.property(
        tree,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.option(jsonValue(), { nil: undefined }),
        fc.constantFrom(undefined, 1, '\t'),
        (before, path, value, indent) => {
          fc.pre(path.slice(0, -1).every((_, index) => isObjectOrMissing(before, path.slice(0, index + 1))));
          const after: unknown = JSON.parse(edited(JSON.stringify(before, null, indent), { path, value }));
          expect(without(after, path)).toEqual(without(before, path));
          expect(at(after, path)).toEqual(value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('makes several edits at once with the result of one after the other', () => {
  const key = fc.constantFrom('a', 'b', 'c');
  const edit = fc.record({ path: fc.array(key, { minLength: 1, maxLength: 2 }), value: fc.constantFrom(undefined, 1, 'x', { b: 2 }, [3]) });
  const tree = fc.dictionary(key, fc.oneof(fc.constantFrom(1, 'x'), fc.dictionary(key, fc.integer())));
  const outcome = (run: () => string): unknown => {
    try {
      return JSON.parse(run());
    } catch (error) {
      return String(error);
    }
  };
  fc.assert(
    fc.property(tree, fc.array(edit, { maxLength: 5 }), fc.constantFrom(undefined, '\t'), (before, edits, indent) => {
      const text = JSON.stringify(before, null, indent);
      expect(outcome(() => edited(text, ...edits))).toEqual(outcome(() => edits.reduce((now, one) => edited(now, one), text)));
    }),
    { numRuns: 300 },
  );
});

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}

function isObjectOrMissing(value: unknown, path: readonly string[]): boolean {
  const found = at(value, path);
  return found === undefined || isObject(found);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without the member, and without objects that only lead to it. */
function without(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (!isObject(value) || key === undefined) return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  const copy: Record<string, unknown> = JSON.parse(JSON.stringify(value));
  const inner = rest.length === 0 ? undefined : without(copy[key], rest);
  if (inner === undefined || (isObject(inner) && Object.keys(inner).length === 0)) delete copy[key];
  else copy[key] = inner;
  return copy;
}
