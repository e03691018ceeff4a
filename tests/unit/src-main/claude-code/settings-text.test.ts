import { describe, expect, it } from 'vitest';
import { memberOf } from '../../../../src-main/claude-code/json-text.ts';
import { readSettingsText } from '../../../../src-main/claude-code/settings-text.ts';

const read = (text: string | Buffer | null) => readSettingsText(text === null ? null : Buffer.from(text), '/x/settings.json', ['K']);

describe('readSettingsText', () => {
  it('reads comments, trailing commas and a byte order mark', () => {
    const { hasBom, text, values, envValues } = read('\uFEFF{ // c\n"a": [1,], "env": {"K": "v",} }');
    expect([hasBom, text.startsWith('{'), values.a, { ...envValues }]).toEqual([true, true, [1], { K: 'v' }]);
  });

  it.each([null, '', ' \n\t', '\uFEFF'])('takes %j for a file without settings', (text) => {
    expect(read(text)).toMatchObject({ root: undefined, env: undefined, values: {}, envValues: {} });
  });

  it.each([
    ['{\n"a": }', 2],
    ['{}\n\n{}', 3],
    ['"text"', 1],
    ['\n\n[]', 3],
    ['{"env":\r\n[]}', 2],
    ['{"env":{"K":1,\n\n"K":2}}', 3],
    ['{"env":{},\n"env":{}}', 2],
  ])('refuses %j and names line %i', (text, line) => {
    const expected = { code: 'CLAUDE_SETTINGS_BROKEN', message: expect.stringContaining(`/x/settings.json, line ${line}:`) };
    expect(() => read(text)).toThrow(expect.objectContaining(expected));
  });

  it('does not mind keys of others that are there twice', () => {
    expect(read('{"a":1,"a":2,"env":{"X":1,"X":2}}').values.a).toBe(2);
  });

  it('does not repeat the content of a broken file', () => {
    expect(() => read('{"env":{"KEY": sk-secret}}')).toThrow(expect.not.objectContaining({ message: expect.stringContaining('sk-secret') }));
  });

  it('finds a member by its name as it is meant, not as it is escaped', () => {
    const { root } = read('{"\\u0065nv":{}}');
    expect(root === undefined ? undefined : memberOf(root, 'env')).toBeDefined();
  });
});
