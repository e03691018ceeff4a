import { describe, expect, it } from 'vitest';
import { changeOf, changeOfShare } from '../../../../src-renderer/state/usage-change.ts';

describe('change against the range before', () => {
  it.each([
    [150, 100, { kind: 'ratio', ratio: 0.5 }],
    [50, 100, { kind: 'ratio', ratio: -0.5 }],
    [0, 100, { kind: 'ratio', ratio: -1 }],
    [100, 100, { kind: 'same' }],
    [10_001, 10_000, { kind: 'same' }],
    [0, 0, { kind: 'same' }],
    [5, 0, { kind: 'new' }],
    [null, 5, { kind: 'unknown' }],
    [5, null, { kind: 'unknown' }],
  ])('from %3$j: %d after %d', (now, before, expected) => expect(changeOf(now, before)).toEqual(expected));

  it.each([
    [0.75, 0.5, { kind: 'points', difference: 0.25 }],
    [0, 0.5, { kind: 'points', difference: -0.5 }],
    [0.9901, 0.99, { kind: 'same' }],
    [0.5, null, { kind: 'unknown' }],
  ])('tells shares apart in points: %d after %d', (now, before, expected) => expect(changeOfShare(now, before)).toEqual(expected));
});
