import { describe, expect, it } from 'vitest';
import { requestsAddress } from '../../../../src-renderer/state/requests-address.ts';

describe('address of the list of requests', () => {
  it('names the time in Unix ms, and only what is filtered', () => {
    expect(requestsAddress({})).toBe('/requests');
    expect(requestsAddress({ sinceMs: 1, untilMs: 2 })).toBe('/requests?since=1&until=2');
    expect(requestsAddress({ endpoint: 'A & B', model: 'x', outcome: 'failures' })).toBe('/requests?endpoint=A+%26+B&model=x&outcome=failures');
  });
});
