import { describe, expect, it } from 'vitest';
import {
  enterPage,
  FIRST_PAGE,
  growDirectory,
  hasMore,
  type PageDirectory,
  pagesBetween,
  placeOf,
  rowCount,
} from '../../../../src-renderer/state/page-directory.ts';
import { sampleExchange } from '../../../support/admin-services.ts';

const page = (rows: number, nextCursor: string | null, searchedToMs: number | null = null) => ({
  items: Array.from({ length: rows }, (_, index) => sampleExchange({ id: `${nextCursor} ${index}` })),
  nextCursor,
  searchedToMs,
});

/** Three answered pages: 3, 0 (a search that paused) and 2 rows, and one on its way. */
function threePages(): PageDirectory {
  let directory = enterPage(FIRST_PAGE, 0, page(3, 'a'));
  directory = enterPage(growDirectory(directory), 1, page(0, 'b', 77));
  directory = enterPage(growDirectory(directory), 2, page(2, 'c'));
  return growDirectory(directory);
}

describe('the directory of pages', () => {
  it('begins with one page that is not answered, so that more may follow', () => {
    expect([rowCount(FIRST_PAGE), hasMore(FIRST_PAGE)]).toEqual([0, true]);
    expect(growDirectory(FIRST_PAGE)).toBe(FIRST_PAGE);
  });

  it('grows by the page where the last one ended', () => {
    expect(threePages()).toMatchObject([
      { cursor: null, rows: 3, next: 'a' },
      { cursor: 'a', rows: 0, next: 'b', searchedToMs: 77 },
      { cursor: 'b', rows: 2, next: 'c' },
      { cursor: 'c', rows: null, next: null },
    ]);
    expect(rowCount(threePages())).toBe(5);
  });

  it('ends with the page that has none after it', () => {
    const whole = enterPage(threePages(), 3, page(1, null));
    expect([hasMore(whole), growDirectory(whole), rowCount(whole)]).toEqual([false, whole, 6]);
  });

  it('finds each row on its page, past pages without rows', () => {
    expect([0, 2, 3, 4].map((row) => placeOf(threePages(), row))).toEqual([
      { page: 0, offset: 0 },
      { page: 0, offset: 2 },
      { page: 2, offset: 0 },
      { page: 2, offset: 1 },
    ]);
    expect([placeOf(threePages(), 5), placeOf(threePages(), -1)]).toEqual([null, null]);
  });

  it('names the pages of the rows that are drawn', () => {
    expect(pagesBetween(threePages(), 0, 2)).toEqual([0]);
    expect(pagesBetween(threePages(), 2, 3)).toEqual(expect.arrayContaining([0, 2]));
    expect(pagesBetween(threePages(), 4, 9)).toContain(2);
    expect(pagesBetween(threePages(), 4, 9)).not.toContain(0);
  });

  it('is the same directory when an answer says nothing new', () => {
    const directory = threePages();
    expect(enterPage(directory, 0, page(3, 'a'))).toBe(directory);
    expect(enterPage(directory, 9, page(3, 'a'))).toBe(directory);
  });

  it('keeps the later pages when a page has more or fewer rows, and forgets them when it ends elsewhere', () => {
    expect(enterPage(threePages(), 0, page(2, 'a'))).toHaveLength(4);
    expect(enterPage(threePages(), 0, page(3, 'other'))).toMatchObject([{ cursor: null, next: 'other' }]);
  });
});
