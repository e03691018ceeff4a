import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeaderMap, MAX_NAMED_WAIT_MS, namedWait } from '../../../../src-main/failover/retry-after.ts';

/** Fri, 20 Nov 2026 12:00:00 GMT. */
const NOW_MS = 1_795_176_000_000;
const inSeconds = (seconds: number) => `${NOW_MS / 1_000 + seconds}`;
const LIMIT = 'anthropic-ratelimit';

describe('the wait that headers name', () => {
  it.each<[string, HeaderMap, number | null]>([
    ['nothing', {}, null],
    ['whole seconds', { 'retry-after': '12' }, 12_000],
    ['zero', { 'retry-after': '0' }, 0],
    ['a fraction of a second', { 'retry-after': '1.5' }, 1_500],
    ['spaces around', { 'retry-after': ' 7 ' }, 7_000],
    ['an HTTP date', { 'retry-after': 'Fri, 20 Nov 2026 12:01:30 GMT' }, 90_000],
    ['an HTTP date in the past', { 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }, 0],
    ['an ISO date', { 'retry-after': '2026-11-20T12:00:05Z' }, 5_000],
    ['Unix seconds', { 'retry-after': inSeconds(40) }, 40_000],
    ['milliseconds', { 'retry-after-ms': '750' }, 750],
    ['milliseconds, which are finer than seconds', { 'retry-after': '1', 'retry-after-ms': '750' }, 750],
    ['another spelling of milliseconds', { 'x-ms-retry-after-ms': '30' }, 30],
    ['the first of repeated headers', { 'retry-after': ['3', '9'] }, 3_000],
    ['a week and a day at most', { 'retry-after': '99999999' }, MAX_NAMED_WAIT_MS],
    ['unreadable text', { 'retry-after': 'soon' }, null],
    ['a negative number', { 'retry-after': '-5' }, null],
    ['hexadecimal', { 'retry-after': '0x10' }, null],
    ['emptiness', { 'retry-after': '' }, null],
    ['a rejected window in Unix seconds', { [`${LIMIT}-unified-5h-status`]: 'rejected', [`${LIMIT}-unified-5h-reset`]: inSeconds(3_600) }, 3_600_000],
    ['a rejected window in ISO', { [`${LIMIT}-unified-7d-status`]: 'rejected', [`${LIMIT}-unified-7d-reset`]: '2026-11-20T12:10:00Z' }, 600_000],
    ['a window that is not rejected', { [`${LIMIT}-unified-5h-status`]: 'allowed', [`${LIMIT}-unified-5h-reset`]: inSeconds(3_600) }, null],
    ['a window without status or remainder', { [`${LIMIT}-tokens-reset`]: inSeconds(3_600) }, null],
    ['a window with nothing left', { [`${LIMIT}-requests-remaining`]: '0', [`${LIMIT}-requests-reset`]: '2026-11-20T12:00:20Z' }, 20_000],
    ['a window with something left', { [`${LIMIT}-requests-remaining`]: '4', [`${LIMIT}-requests-reset`]: '2026-11-20T12:00:20Z' }, null],
    ['a rejected window whose reset is past', { [`${LIMIT}-unified-status`]: 'rejected', [`${LIMIT}-unified-reset`]: inSeconds(-10) }, null],
    [
      'the latest of several rejected windows and retry-after',
      {
        'retry-after': '30',
        [`${LIMIT}-unified-5h-status`]: 'rejected',
        [`${LIMIT}-unified-5h-reset`]: inSeconds(60),
        [`${LIMIT}-unified-7d-status`]: 'rejected',
        [`${LIMIT}-unified-7d-reset`]: inSeconds(7_200),
      },
      7_200_000,
    ],
    [
      'only the rejected window when another ends later',
      {
        [`${LIMIT}-unified-5h-status`]: 'rejected',
        [`${LIMIT}-unified-5h-reset`]: inSeconds(60),
        [`${LIMIT}-unified-7d-status`]: 'allowed_warning',
        [`${LIMIT}-unified-7d-reset`]: inSeconds(500_000),
      },
      60_000,
    ],
  ])('reads %s', (_, headers, waitMs) => {
    expect(namedWait(headers, NOW_MS)).toBe(waitMs);
  });

  it('is null or 0 to 8 days for any header whatever', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.array(fc.string()),
    );
    const name = fc.constantFrom('retry-after', 'retry-after-ms', `${LIMIT}-unified-reset`, `${LIMIT}-unified-status`, `${LIMIT}-tokens-reset`);
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.integer({ min: 0, max: 4e12 }), (headers, nowMs) => {
        const waitMs = namedWait({ ...headers, [`${LIMIT}-tokens-status`]: 'rejected' }, nowMs);
        if (waitMs === null) return;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(MAX_NAMED_WAIT_MS);
      }),
    );
  });
});
