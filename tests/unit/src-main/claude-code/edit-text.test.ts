import { appendFile } from 'node:fs/promises';
import fc from 'fast-check';
import { createScanner, findNodeAtLocation, parse, parseTree } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { type EnvEdit, editEnv } from '../../../../src-main/claude-code/edit-text.ts';
import { ClaudeSettingsRig } from '../../../support/claude-settings-rig.ts';
import { settingsTextArbitrary } from '../../../support/settings-text-arbitrary.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const edited = (text: string, edits: readonly EnvEdit[], dropEmptyEnv = false) =>
  editEnv(Buffer.from(text), edits, { file: 'f', dropEmptyEnv }).toString();
const plain = (text: string): unknown => JSON.parse(JSON.stringify(parse(text.replace('\uFEFF', ''), [], { allowTrailingComma: true })));

/** All comments of a text, in order. */
function comments(text: string): readonly string[] {
  const scanner = createScanner(text.replace('\uFEFF', ''), false);
  const found: string[] = [];
  let from = 0;
  do {
    scanner.scan();
    const token = text.replace('\uFEFF', '').slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    if (token.startsWith('/')) found.push(token.trim());
    from = scanner.getTokenLength();
  } while (from > 0);
  return found;
}

describe('editEnv', () => {
  it.each([
    ['a missing env, as lines', '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "env": {\n    "K": "v"\n  }\n}\n'],
    ['a missing env, with tabs and CRLF', '{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"env": {\r\n\t\t"K": "v"\r\n\t}\r\n}'],
    ['a missing env, in one line', '{"a":1}', '{"a":1,"env":{"K":"v"}}'],
    ['an env as lines', '{\n    "env": {\n        "A": "b"\n    }\n}', '{\n    "env": {\n        "A": "b",\n        "K": "v"\n    }\n}'],
    ['an env in one line of many', '{\n  "env": { "A": "b" },\n  "z": 1\n}', '{\n  "env": { "A": "b", "K": "v" },\n  "z": 1\n}'],
    ['an empty env', '{\n  "env": {}\n}', '{\n  "env": {\n    "K": "v"\n  }\n}'],
    ['a trailing comma', '{"env":{"A":"b",},}', '{"env":{"A":"b","K":"v",},}'],
    ['a comment behind the last variable', '{\n  "env": {\n    "A": "b" // why\n  }\n}', '{\n  "env": {\n    "A": "b",\n    "K": "v" // why\n  }\n}'],
    ['only a comment in env', '{ "env": { // later\n } }', '{ "env": {\n  "K": "v" // later\n } }'],
    ['an empty root', '{}', '{\n  "env": {\n    "K": "v"\n  }\n}'],
    ['a blank file', '', '{\n  "env": {\n    "K": "v"\n  }\n}\n'],
    ['another value', '{ "env" : {"K" :   "old" , "Z":1} }', '{ "env" : {"K" :   "v" , "Z":1} }'],
    ['the same value', '{ "env": {"K":"\\u0076"} }', '{ "env": {"K":"\\u0076"} }'],
    ['a value that is no string', '{"env":{"K":[1,{"x":2}]}}', '{"env":{"K":"v"}}'],
    ['odd spacing elsewhere', '{"x"   :[1,\n\n2 ],"env":{"A":"b"}}', '{"x"   :[1,\n\n2 ],"env":{"A":"b","K":"v"}}'],
  ])('sets a variable in %s and touches nothing else', (_what, text, expected) => {
    expect(edited(text, [{ key: 'K', value: 'v' }])).toBe(expected);
  });

  it.each([
    ['the first of lines', '{"env":{\n  "K": "v",\n  "A": "b"\n}}', '{"env":{\n  "A": "b"\n}}'],
    ['the last of lines', '{"env":{\n  "A": "b",\n  "K": "v"\n}}', '{"env":{\n  "A": "b"\n}}'],
    ['the last of lines with a trailing comma', '{"env":{\n  "A": "b",\n  "K": "v",\n}}', '{"env":{\n  "A": "b",\n}}'],
    [
      'one between comments',
      '{"env":{\n  // a\n  "A": "b",\n  // k\n  "K": "v", // v\n  // z\n  "Z": 1\n}}',
      '{"env":{\n  // a\n  "A": "b",\n  // k\n  // v\n  // z\n  "Z": 1\n}}',
    ],
    ['the last behind a comment', '{"env":{\n  "A": "b", // a\n  "K": "v"\n}}', '{"env":{\n  "A": "b" // a\n}}'],
    ['the middle of one line', '{"env":{"A":"b", "K":"v", "Z":1}}', '{"env":{"A":"b", "Z":1}}'],
    ['the last of one line', '{"env":{"A":"b", "K":"v"}}', '{"env":{"A":"b"}}'],
    ['the only one', '{"env":{"K":"v"}}', '{"env":{}}'],
    ['the only one with a trailing comma', '{"env":{ "K":"v", }}', '{"env":{ }}'],
    ['a comma that comes late', '{"env":{"K":"v" /* k */ , "Z":1}}', '{"env":{/* k */  "Z":1}}'],
    ['nothing', '{"env":{"A":"b"}}', '{"env":{"A":"b"}}'],
    ['nothing without env', '{"a":1}', '{"a":1}'],
  ])('removes %s and keeps the comments', (_what, text, expected) => {
    expect(edited(text, [{ key: 'K', value: undefined }])).toBe(expected);
  });

  it('removes env itself only when asked and empty', () => {
    expect(edited('{"a":1,"env":{"K":"v"}}', [{ key: 'K', value: undefined }], true)).toBe('{"a":1}');
    expect(edited('{"a":1,"env":{"K":"v","A":1}}', [{ key: 'K', value: undefined }], true)).toBe('{"a":1,"env":{"A":1}}');
  });

  it('returns the very same bytes when nothing changes', () => {
    const bytes = Buffer.from('\uFEFF{"env":{"K":"v"}}');
    expect(editEnv(bytes, [{ key: 'K', value: 'v' }], { file: 'f' })).toBe(bytes);
  });

  it('sets variables in any file without losing a comment or touching another value', () => {
    fc.assert(
      fc.property(settingsTextArbitrary, (text) => {
        const after = edited(text, [
          { key: 'ANTHROPIC_BASE_URL', value: 'http://127.0.0.1:1' },
          { key: 'NEW', value: 'n' },
        ]);
        const root = { env: {}, ...Object(plain(text)) };
        expect(plain(after)).toEqual({ ...root, env: { ...root.env, ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', NEW: 'n' } });
        expect(comments(after)).toEqual(comments(text));
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('removes variables from any file and loses only comments that stand within them', () => {
    fc.assert(
      fc.property(settingsTextArbitrary, fc.constantFrom('ANTHROPIC_API_KEY', 'FOO', 'Z'), (text, key) => {
        const after = edited(text, [{ key, value: undefined }]);
        const root = Object(plain(text));
        const { [key]: _removed, ...env } = root.env ?? {};
        expect(plain(after)).toEqual(root.env === undefined ? root : { ...root, env });
        expect(comments(after)).toHaveLength(comments(text).length - commentsWithin(text, key));
      }),
      { numRuns: 1_000 },
    );
  });

  it('only inserts: without one inserted part the text is the old one', () => {
    const hasRoom = (text: string) => {
      const { env, ...others } = Object(plain(text));
      return Object.keys(env ?? others).length > 0;
    };
    fc.assert(
      fc.property(settingsTextArbitrary.filter(hasRoom), (text) => {
        const after = edited(text, [{ key: 'NEW', value: 'n' }]);
        let head = 0;
        while (head < text.length && after[head] === text[head]) head += 1;
        expect(after.slice(0, head) + after.slice(head + after.length - text.length)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

function commentsWithin(text: string, key: string): number {
  const bare = text.replace('\uFEFF', '');
  const root = parseTree(bare, [], { allowTrailingComma: true });
  const member = root === undefined ? undefined : findNodeAtLocation(root, ['env', key])?.parent;
  return member === undefined ? 0 : comments(bare.slice(member.offset, member.offset + member.length)).length;
}

describe('apply and restore of any file', () => {
  it('is byte-identical, and leaves no variable of ours when somebody edited in between', async () => {
    const folder = await tempFolder();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(settingsTextArbitrary, async (text) => {
        number += 1;
        const rig = await ClaudeSettingsRig.create(`${folder}/${number}`, text);
        const before = await rig.snapshot();
        const claude = rig.run();
        await claude.apply({ takeOver: false });
        expect(Object(plain(await rig.text())).env.ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:9000');
        await claude.restore();
        expect(await rig.snapshot()).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  it('gives back every value when a comment was added in between', async () => {
    const folder = await tempFolder();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(settingsTextArbitrary, async (text) => {
        number += 1;
        const rig = await ClaudeSettingsRig.create(`${folder}/${number}`, text);
        const claude = rig.run();
        await claude.apply({ takeOver: false });
        await appendFile(rig.file, '\n// seen');
        await claude.restore();
        expect(plain(await rig.text())).toEqual(plain(text));
        expect(comments(await rig.text()).at(-1)).toBe('// seen');
      }),
      { numRuns: 100 },
    );
  });
});
