import { describe, expect, it } from 'vitest';
import { changeFilter, clearFilter, isFiltered, readFilter } from '../../../../src-renderer/state/request-filter.ts';

const search = (text: string) => new URLSearchParams(text);

describe('request filter', () => {
  it('reads every filter from the address', () => {
    expect(readFilter(search('status=5&outcome=failed&endpoint=My+gateway&model=opus&kind=messages'))).toEqual({
      status: 5,
      outcome: 'failed',
      endpoint: 'My gateway',
      model: 'opus',
      kind: 'messages',
    });
  });

  it('leaves out what an old bookmark says that is not understood', () => {
    expect(readFilter(search('status=9&outcome=lost&kind=&model=opus'))).toEqual({ model: 'opus' });
    expect(readFilter(search('status=abc'))).toEqual({});
  });

  it('goes back to the newest page when a filter changes', () => {
    expect(changeFilter(search('before=c&model=opus'), 'outcome', 'failed').toString()).toBe('model=opus&outcome=failed');
    expect(changeFilter(search('outcome=failed'), 'outcome', null).toString()).toBe('');
  });

  it('clears filters and page, and nothing else', () => {
    expect(clearFilter(search('before=c&model=a&other=1')).toString()).toBe('other=1');
  });

  it('knows whether anything is filtered', () => {
    expect([isFiltered({}), isFiltered({ sessionId: 's' }), isFiltered({ status: 2 })]).toEqual([false, false, true]);
  });
});
