import { describe, expect, it } from 'vitest';
import { type LoadedPage, neighboursOf } from '../../../../src-renderer/state/neighbours.ts';

const page = (filter: object, cursor: string | null, ...ids: string[]): LoadedPage => [
  ['exchanges', { filter, generation: 0, cursor }],
  { items: ids.map((id) => ({ id })), nextCursor: null },
];

describe('neighboursOf', () => {
  it('goes on over the end of a page', () => {
    const loaded = [page({}, null, '9', '8', '7'), page({}, '7', '6', '5')];
    expect(neighboursOf(loaded, [], '7')).toEqual({ newer: '8', older: '6' });
    expect(neighboursOf(loaded, [], '9')).toEqual({ newer: null, older: '8' });
    expect(neighboursOf(loaded, [], '5')).toEqual({ newer: '6', older: null });
  });

  it('stays in the list that is looked through', () => {
    const loaded = [page({}, null, '9', '8', '7', '6'), page({ outcome: 'failed' }, null, '9', '6')];
    expect(neighboursOf(loaded, [], '6')).toEqual({ newer: '9', older: null });
    expect(neighboursOf(loaded, [], '7')).toEqual({ newer: '8', older: '6' });
  });

  it('knows what came since the list was loaded, in the list without a filter', () => {
    const loaded = [page({}, null, '7'), page({ outcome: 'failed' }, null, '6')];
    expect(neighboursOf(loaded, ['9', '8'], '8')).toEqual({ newer: '9', older: '7' });
    expect(neighboursOf(loaded, ['9', '8'], '6')).toEqual({ newer: null, older: null });
  });

  it('knows none for a request that is in no list, nor from answers of another shape', () => {
    expect(neighboursOf([page({}, null, '9')], [], '1')).toEqual({ newer: null, older: null });
    expect(
      neighboursOf(
        [
          [['x'], undefined],
          [[], { items: 3 }],
        ],
        [],
        '1',
      ),
    ).toEqual({ newer: null, older: null });
  });
});
