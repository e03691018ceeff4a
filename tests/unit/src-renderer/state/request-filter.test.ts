import { describe, expect, it } from 'vitest';
import { activeFilters, changeFilter, clearFilter, isFiltered, readFilter } from '../../../../src-renderer/state/request-filter.ts';

const search = (text: string) => new URLSearchParams(text);

describe('request filter', () => {
  it('reads every filter from the address', () => {
    const all = 'since=1000&until=2000&status=5&outcome=failures&endpoint=My+gateway&model=opus&kind=messages&session=s1&text=too+busy';
    expect(readFilter(search(all))).toEqual({
      sinceMs: 1_000,
      untilMs: 2_000,
      status: 5,
      outcome: 'failures',
      endpoint: 'My gateway',
      model: 'opus',
      kind: 'messages',
      sessionId: 's1',
      text: 'too busy',
    });
  });

  it('leaves out what an old bookmark says that is not understood', () => {
    expect(readFilter(search('status=9&outcome=lost&kind=&model=opus&since=yesterday&text=%20'))).toEqual({ model: 'opus' });
    expect(readFilter(search('status=abc&before=c'))).toEqual({});
    expect(readFilter(search(`text=${'x'.repeat(300)}`))).toEqual({});
  });

  it('changes some filters and leaves the others, and what else is in the address', () => {
    expect(changeFilter(search('tab=headers&model=opus'), { outcome: 'failed' }).toString()).toBe('tab=headers&model=opus&outcome=failed');
    expect(changeFilter(search('outcome=failed&since=1&until=2'), { outcome: null, since: '', until: '3' }).toString()).toBe('until=3');
  });

  it('clears filters and nothing else', () => {
    expect(clearFilter(search('since=1&text=x&model=a&other=1')).toString()).toBe('other=1');
  });

  it('knows whether anything is filtered, and by what', () => {
    expect([isFiltered({}), isFiltered({ sessionId: 's' }), isFiltered({ status: 2 })]).toEqual([false, true, true]);
    expect(activeFilters({ text: 'x', sinceMs: 1, status: 4 })).toEqual(['since', 'status', 'text']);
  });
});
