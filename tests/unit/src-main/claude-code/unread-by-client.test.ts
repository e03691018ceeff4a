import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unreadByClient } from '../../../../src-main/claude-code/unread-by-client.ts';
import { settingsTextArbitrary } from '../../../support/settings-text-arbitrary.ts';

const unread = (text: string) => unreadByClient(Buffer.from(text), 'settings.json');

describe('unreadByClient', () => {
  // The same files were given to Claude Code 2.1.329: the first group connected, the second was "Not logged in".
  it.each([
    ['plain JSON', '{"env":{"A":"1"}}'],
    ['a byte order mark', '\uFEFF{"env":{}}'],
    ['Windows line ends', '{\r\n  "env": {}\r\n}\r\n'],
    ['what only looks like a comment or comma', '{"a":"// no, /* no */ ,]","b":[1,2]}'],
    ['a blank file', ' \n'],
  ])('finds nothing in %s', (_, text) => {
    expect(unread(text)).toBeNull();
  });

  it.each([
    ['// mine\n{}', 'a comment', 1],
    ['{\n  /* c */ "a": 1\n}', 'a comment', 2],
    ['{}\n// end', 'a comment', 2],
    ['{\n  "a": 1,\n}', 'a trailing comma', 2],
    ['{"a":[1,\n2\n,\n]}', 'a trailing comma', 3],
  ])('finds what the client stumbles over in %j', (text, what, line) => {
    expect(unread(text)).toEqual({ what, line });
  });

  it('agrees with JSON.parse on every text that we can edit', () => {
    fc.assert(
      fc.property(settingsTextArbitrary, (text) => {
        const isPlain = isJson(text.replace(/^\uFEFF/, ''));
        expect(unread(text) === null).toBe(isPlain);
      }),
    );
  });
});

function isJson(text: string): boolean {
  if (text.trim() === '') return true; // No settings, but nothing that is not read either.
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
