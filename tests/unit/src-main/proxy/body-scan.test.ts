import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBody } from '../../../../src-main/proxy/body-scan.ts';
import { jsonKey, jsonValue } from '../../../support/json-arbitrary.ts';

const scan = (text: string) => scanBody(Buffer.from(text));

function factsOf(text: string) {
  const result = scan(text);
  if (!result.ok) throw new Error(result.why);
  return result.facts;
}

describe('scanBody finds what routing needs', () => {
  it('reads model, stream and the place of metadata at the top level', () => {
    const text = '{ "model" : "claude-opus-4-1", "stream":true, "metadata": {"user_id":"u"}, "max_tokens": 5 }';
    const facts = factsOf(text);
    expect(facts).toMatchObject({ model: 'claude-opus-4-1', isStream: true });
    expect(text.slice(facts.metadata?.start, facts.metadata?.end)).toBe('{"user_id":"u"}');
    expect(facts.modelRanges.map(({ start, end }) => text.slice(start, end))).toEqual(['"claude-opus-4-1"']);
  });

  it('ignores "model" inside nested objects, arrays and strings', () => {
    const text = '{"messages":[{"model":"a","content":"{\\"model\\":\\"b\\"}"}],"tools":[{"input_schema":{"model":{"model":"c"}}}],"model":"real"}';
    const facts = factsOf(text);
    expect(facts.model).toBe('real');
    expect(facts.modelRanges).toHaveLength(1);
  });

  it('takes the last of duplicate keys, as JSON.parse does, and reports every occurrence', () => {
    const facts = factsOf('{"model":"first","stream":true,"model":"second","stream":false}');
    expect(facts).toMatchObject({ model: 'second', isStream: false });
    expect(facts.modelRanges).toHaveLength(2);
  });

  it('decodes escapes and UTF-8 in the model and in the key', () => {
    expect(factsOf('{"mod\\u0065l":"caf\\u00e9-\\"q\\"-模型"}').model).toBe('café-"q"-模型');
  });

  it.each([
    ['', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['"model"', 'not a JSON object'],
    ['\ufeff{"model":"a"}', 'not a JSON object'],
    ['{}', 'a string is required'],
    ['{"model":1}', 'a string is required'],
    ['{"model":null}', 'a string is required'],
    ['{"model":""}', 'non-empty'],
    ['{"model":"a"', 'ends before'],
    ['{"model":"a', 'ends inside a string'],
    ['{"model":"a\\"}', 'ends inside a string'],
    ['{"model":"a"}x', 'goes on after'],
    ['{"model":"a"}{}', 'goes on after'],
    ['{"model":"a",}', 'not valid JSON'],
    ['{"model":"a" "b":1}', 'not valid JSON'],
    ['{"model" "a"}', 'not valid JSON'],
    ['{model:"a"}', 'not valid JSON'],
    ['{"model":"a","b":[1,]}', 'not valid JSON'],
    ['{"model":"a","b":[1 2]}', 'not valid JSON'],
    ['{"model":"a","b":{"c"}}', 'not valid JSON'],
    ['{"model":"a","b":[}', 'not valid JSON'],
    ['{"model":"a","b":[1}', 'not valid JSON'],
    ['{"model":"a","b":tru}', 'not valid JSON'],
    ['{"model":"a","b":01}', 'not valid JSON'],
    ['{"model":"a","b":-}', 'not valid JSON'],
    ['{"model":"a","b":1.}', 'not valid JSON'],
    ['{"model":"a","b":1e}', 'not valid JSON'],
    ['{"model":"a","b":\'c\'}', 'not valid JSON'],
    ['{"model":"\\x"}', 'invalid escape'],
  ])('refuses %j and says why', (text, why) => {
    const result = scan(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.why).toContain(why);
  });

  it('refuses nesting beyond its limit without using the call stack', () => {
    const result = scan(`{"model":"a","b":${'['.repeat(1_000_000)}`);
    expect(result).toMatchObject({ ok: false });
  });

  it('agrees with JSON.parse on any object, in any formatting', () => {
    const keys = fc.oneof(fc.constantFrom('model', 'stream', 'metadata', 'x'), jsonKey());
    const objects = fc.dictionary(keys, jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 1, '\t', '\r\n '), fc.string({ minLength: 1 }), (given, indent, model) => {
        const object: Record<string, unknown> = { ...given, model };
        const facts = factsOf(JSON.stringify(object, null, indent));
        expect(facts.model).toBe(model);
        expect(facts.isStream).toBe(object.stream === true);
        expect(facts.metadata !== null).toBe(Object.hasOwn(object, 'metadata'));
      }),
      { numRuns: 300 },
    );
  });

  it('finds the end of long strings, whatever quotes and backslashes they hold', () => {
    const piece = fc.constantFrom('\\', '"', '\\"', '","model":"evil","', 'x', 'x'.repeat(37), 'é');
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, other, isLong) => {
        const filler = isLong ? 'y'.repeat(300) : '';
        const facts = factsOf(
          JSON.stringify({ a: filler + one, [`${filler}${other}k`]: { b: other + filler }, model: 'm', z: `${one}${filler}${other}` }),
        );
        expect(facts.model).toBe('m');
        expect(facts.modelRanges).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts no truncation of a valid body', () => {
    fc.assert(
      fc.property(
        fc.dictionary(jsonKey(), jsonValue(), { noNullPrototype: true }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (given, share) => {
          const whole = Buffer.from(JSON.stringify({ ...given, model: 'm' }));
          expect(scanBody(whole.subarray(0, Math.floor(whole.length * share))).ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never accepts what JSON.parse refuses, apart from the inside of strings', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"model"', '1', '-0.5e3', 'true', 'null', ' ', '\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (list) => {
        const text = `{"model":"m"${list.join('')}`;
        const isParsed = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            // What is compared.
            return false;
          }
        })();
        const result = scan(text);
        if (result.ok) expect(isParsed).toBe(true);
        else if (isParsed) expect(result.why).toContain('string is required');
      }),
      { numRuns: 2_000 },
    );
  });
});
