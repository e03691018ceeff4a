import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBody } from '../../../../src-main/proxy/body-scan.ts';
import { spliceModel } from '../../../../src-main/proxy/splice-model.ts';
import { jsonKey, jsonValue } from '../../../support/json-arbitrary.ts';

function splice(body: Buffer, model: string): Buffer {
  const scan = scanBody(body);
  if (!scan.ok) throw new Error(scan.why);
  return Buffer.concat(spliceModel(body, scan.facts, model));
}

describe('spliceModel', () => {
  it('changes only the value of the top-level model', () => {
    const body = Buffer.from('{ "n": 12345678901234567890, "f": 1.0, "model"  :"a" , "t":[{"model":"a"}], "s":"\\ud800 \\u0041" }');
    expect(splice(body, 'glm "4.6"').toString()).toBe(
      '{ "n": 12345678901234567890, "f": 1.0, "model"  :"glm \\"4.6\\"" , "t":[{"model":"a"}], "s":"\\ud800 \\u0041" }',
    );
  });

  it('gives the very same bytes when the model stays', () => {
    const body = Buffer.from('{"model":"a\\u0062"}');
    const scan = scanBody(body);
    expect(scan.ok && spliceModel(body, scan.facts, 'ab')[0]).toBe(body);
  });

  it('replaces every duplicate, so that no reader sees another model', () => {
    expect(splice(Buffer.from('{"model":"a","x":1,"model":"b"}'), 'c').toString()).toBe('{"model":"c","x":1,"model":"c"}');
  });

  it('does what parsing, editing and comparing would show, for any body', () => {
    fc.assert(
      fc.property(
        fc.dictionary(jsonKey(), jsonValue(), { noNullPrototype: true }),
        fc.string({ minLength: 1 }),
        fc.string(),
        (given, before, after) => {
          const object = { ...given, model: before };
          const spliced = splice(Buffer.from(JSON.stringify(object)), after).toString();
          expect(JSON.parse(spliced)).toEqual(JSON.parse(JSON.stringify({ ...object, model: after })));
        },
      ),
    );
  });
});
