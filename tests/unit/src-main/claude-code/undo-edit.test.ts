import { describe, expect, it } from 'vitest';
import { fileDigest, type Journal, valueDigest } from '../../../../src-main/claude-code/journal.ts';
import { undoEdit } from '../../../../src-main/claude-code/undo-edit.ts';

const ORIGINAL = '{ "env": {"A": "user"} }';
const WRITTEN = '{ "env": {"A": "ours", "B": "ours"} }';

function journal(change: Partial<Journal> = {}): Journal {
  return {
    version: 1,
    target: '/x',
    owner: { instanceId: 'i', pid: 1, baseUrl: 'http://127.0.0.1:1' },
    writtenAtMs: 0,
    original: Buffer.from(ORIGINAL).toString('base64'),
    createdFolders: [],
    replaceable: [fileDigest(Buffer.from(WRITTEN))],
    temporaryFile: '/x.tmp',
    keys: [
      { key: 'A', before: 'user', written: [valueDigest('ours')] },
      { key: 'B', written: [valueDigest('ours'), valueDigest('older')] },
      { key: 'C', before: 'set aside', written: [valueDigest(undefined)] },
    ],
    ...change,
  };
}
const undone = (current: string | null, change: Partial<Journal> = {}) =>
  undoEdit(current === null ? null : Buffer.from(current), journal(change), 'f')?.toString() ?? null;

describe('undoEdit', () => {
  it.each([
    ['the very file that we wrote', WRITTEN, ORIGINAL],
    ['a file that was deleted', null, null],
    ['a file with another edit', `${WRITTEN}\n`, '{ "env": {"A": "user", "C": "set aside"} }\n'],
    ['a value of an earlier apply', '{"env":{"B":"older"}}', '{"env":{"C":"set aside"}}'],
    ['values of others', '{"env":{"A":"theirs","B":1,"C":"theirs"}}', '{"env":{"A":"theirs","B":1,"C":"theirs"}}'],
  ])('of %s gives what it should', (_what, current, expected) => {
    expect(undone(current)).toBe(expected);
  });

  it('brings nothing back where there was no file', () => {
    const change = { original: null, keys: [{ key: 'B', written: [valueDigest('ours')] }] };
    expect(undone(WRITTEN, change)).toBeNull();
    expect(undone('{"env":{"B":"ours"}}\n', change)).toBeNull();
    expect(undone('{"env":{"B":"ours"},"model":"x"}', change)).toBe('{"model":"x"}');
    expect(undone('{ // mine\n"env":{"B":"ours"} }', change)).toContain('// mine');
  });

  it('leaves an empty env where there was one', () => {
    const change = { original: Buffer.from('{"env":{}}').toString('base64'), keys: [{ key: 'B', written: [valueDigest('ours')] }] };
    expect(undone('{"env":{"B":"ours"} }', change)).toBe('{"env":{} }');
  });

  it('returns the very buffer when there is nothing to do', () => {
    const current = Buffer.from(ORIGINAL);
    expect(undoEdit(current, journal({ replaceable: [fileDigest(current)] }), 'f')).toBe(current);
  });
});
