import { describe, expect, it } from 'vitest';
import { diffHeaders } from '../../../../../src-renderer/state/messages/header-diff.ts';

describe('diffHeaders', () => {
  it('tells what was added, removed, changed and left, whatever the case of the names', () => {
    const before: [string, string][] = [
      ['Host', 'a'],
      ['Accept', '*/*'],
      ['X-Key', '1'],
    ];
    const after: [string, string][] = [
      ['accept', '*/*'],
      ['host', 'b'],
      ['via', 'me'],
    ];
    expect(diffHeaders(before, after)).toEqual([
      { name: 'host', kind: 'changed', before: ['a'], after: ['b'] },
      { name: 'accept', kind: 'same', before: ['*/*'], after: ['*/*'] },
      { name: 'X-Key', kind: 'removed', before: ['1'], after: [] },
      { name: 'via', kind: 'added', before: [], after: ['me'] },
    ]);
  });

  it('does not call a credential the same that was taken out on both sides', () => {
    const secret: [string, string][] = [['authorization', '[redacted]']];
    expect(diffHeaders(secret, secret)).toMatchObject([{ kind: 'hidden' }]);
    expect(diffHeaders(secret, [['authorization', 'none']])).toMatchObject([{ kind: 'changed' }]);
  });

  it('compares repeated headers as a whole', () => {
    const twice: [string, string][] = [
      ['beta', 'a'],
      ['beta', 'b'],
    ];
    expect(diffHeaders(twice, twice)).toMatchObject([{ kind: 'same', before: ['a', 'b'] }]);
    expect(diffHeaders(twice, [['beta', 'a,b']])).toMatchObject([{ kind: 'changed', after: ['a,b'] }]);
  });
});
