import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../../src-main/failover/contract.ts';
import { SizeLimits } from '../../../../src-main/proxy/size-limits.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const A = { id: 'a', revision: 1 };
const PAGE: Observation = { kind: 'status', status: 413, errorType: null, text: 'too large', isAnthropicError: false, namedWaitMs: null };

function setUp() {
  const clock = new FakeClock();
  return { clock, sizes: new SizeLimits(clock) };
}

describe('SizeLimits', () => {
  it('remembers the smallest body that a gateway refused, and says so for that size and above', () => {
    const { sizes } = setUp();
    sizes.saw(A, 900, PAGE);
    sizes.saw(A, 500, PAGE);
    sizes.saw(A, 700, PAGE);
    expect([499, 500, 900].map((sizeBytes) => sizes.refusalOf(A, sizeBytes)?.sizeBytes ?? null)).toEqual([null, 500, 500]);
    expect(sizes.refusalOf({ id: 'b', revision: 1 }, 900)).toBeNull();
  });

  it.each<[string, Observation]>([
    ['a 413 of the API itself, which every endpoint would give', { ...PAGE, isAnthropicError: true }],
    ['another refusal', { ...PAGE, status: 400 }],
    ['a broken connection', { kind: 'unreachable', cause: 'reset', detail: '' }],
  ])('learns nothing from %s', (_name, observation) => {
    const { sizes } = setUp();
    sizes.saw(A, 500, observation);
    expect(sizes.refusalOf(A, 500)).toBeNull();
  });

  it('forgets after an hour, after an edit, and when such a body was taken after all', () => {
    const { clock, sizes } = setUp();
    sizes.saw(A, 500, PAGE);
    clock.advance(3_599_999);
    expect(sizes.refusalOf(A, 500)).not.toBeNull();
    clock.advance(1);
    expect(sizes.refusalOf(A, 500)).toBeNull();

    sizes.saw(A, 500, PAGE);
    expect(sizes.refusalOf({ ...A, revision: 2 }, 500)).toBeNull();
    sizes.saw(A, 499, { kind: 'success' });
    expect(sizes.refusalOf(A, 500)).not.toBeNull();
    sizes.saw(A, 500, { kind: 'success' });
    expect(sizes.refusalOf(A, 500)).toBeNull();
  });
});
