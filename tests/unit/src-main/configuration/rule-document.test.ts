import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuleFile, refuseRuleFile, writeRuleFile } from '../../../../src-main/configuration/rule-document.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { type RuleFile, ruleFileSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const rule = (id: string) => ({
  id,
  title: `Rule ${id}`,
  match: { statuses: [400], phrases: ['please slow down'] },
  rest: { kind: 'for', ms: 60_000 },
});
const file: RuleFile = ruleFileSchema.parse({ version: 1, off: ['capacity-400'], rules: [rule('a'), { ...rule('b'), isEnabled: false }] });

function faultOf(text: string): { message: string; field: string | undefined } {
  try {
    parseRuleFile(text);
  } catch (error) {
    if (error instanceof AppError) return { message: error.message, field: error.field };
    throw error;
  }
  throw new Error('it was taken');
}

describe('the rule file', () => {
  it('reads back what it wrote', () => {
    expect(parseRuleFile(writeRuleFile(file))).toEqual(file);
  });

  it('reads back any text in a title or phrase', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 }).filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(text, text, (title, phrase) => {
        const any = ruleFileSchema.parse({ version: 1, rules: [{ ...rule('a'), title, match: { phrases: [phrase] } }] });
        expect(parseRuleFile(writeRuleFile(any))).toEqual(any);
      }),
    );
  });

  it('writes statuses as people do', () => {
    const match = { statuses: [429, [500, 599]] };
    const any = ruleFileSchema.parse({ version: 1, rules: [{ ...rule('a'), match }] });
    expect(writeRuleFile(any)).toContain('statuses: [ 429, [ 500, 599 ] ]\n');
    expect(parseRuleFile(writeRuleFile(any))).toEqual(any);
  });

  it('explains its fields in comments', () => {
    const text = writeRuleFile(file);
    expect(text).toMatch(/^# Failover rules of Code Proxy/);
    for (const word of ['phrases', 'retryHere', 'until-reset', 'restsAlone', '--dry-run']) expect(text).toContain(word);
    expect(text).toContain('# Built-in rules that are switched off, by id.\noff:\n');
  });

  it('names field and line of the first fault', () => {
    const text =
      'version: 1\nrules:\n  - id: a\n    title: A\n    match: { statuses: [429] }\n  - id: b\n    title: B\n    match: { statuses: [500] }\n    rest:\n      kind: for\n      ms: soon\n';
    expect(faultOf(text)).toEqual({
      message: 'line 11: rules[1].rest.ms must be a whole number of milliseconds from 1000 to 691200000',
      field: 'rules[1].rest.ms',
    });
  });

  it.each([
    ['no YAML', 'version: 1\nrules: [', /^line 2: the file is not valid YAML: /],
    ['a key twice', 'version: 1\nversion: 1\n', /^line 2: the file is not valid YAML: Map keys must be unique/],
    ['nothing', '', /^the file must hold version, off and rules$/],
    ['a list', '- a\n', /^line 1: the file must hold version, off and rules$/],
    ['another version', 'version: 7\n', /^line 1: version must be 1$/],
    ['a missing field', 'version: 1\nrules:\n  - id: a\n    match: { statuses: [429] }\n', /^line 3: rules\[0\]\.title must be a text$/],
    [
      'an unknown field',
      'version: 1\nrules:\n  - id: a\n    title: A\n    match: { status: 429 }\n',
      /^line 5: rules\[0\]\.match has no field "status"$/,
    ],
    [
      'an id twice',
      'version: 1\nrules:\n  - { id: a, title: A, match: { statuses: [429] } }\n  - { id: a, title: B, match: { statuses: [429] } }\n',
      /^line 4: rules\[1\]\.id "a" is there twice$/,
    ],
  ])('is refused with %s', (_what, text, message) => {
    expect(faultOf(text).message).toMatch(message);
  });

  it('is refused when its aliases multiply', () => {
    const text = `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(10)}]\nc: &c [${'*b, '.repeat(10)}]\nversion: 1\nrules: [*c, *c, *c]\n`;
    expect(faultOf(text).message).toMatch(/^the file is not usable YAML/);
  });

  it('lets others name a fault by its place', () => {
    expect(() => refuseRuleFile('version: 1\noff:\n  - nothing\n', ['off', 0], 'is unknown')).toThrow('line 3: off[0] is unknown');
  });
});
