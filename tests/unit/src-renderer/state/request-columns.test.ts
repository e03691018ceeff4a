import { beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_LAYOUT,
  MAX_WIDTH_PX,
  MIN_WIDTH_PX,
  moveColumn,
  REQUEST_COLUMNS,
  rememberedLayout,
  rememberLayout,
  resizeColumn,
  shownColumns,
  toggleColumn,
  widthOf,
} from '../../../../src-renderer/state/request-columns.ts';

const room = (widthPx: number, isOfFailures = false) => ({ widthPx, isOfFailures });
beforeEach(() => localStorage.clear());

describe('the columns without a choice', () => {
  it('are the most telling ones that fit, in the usual order', () => {
    expect(shownColumns(DEFAULT_LAYOUT, room(735))).toEqual(['time', 'model', 'endpoint', 'outcome', 'duration']);
    expect(shownColumns(DEFAULT_LAYOUT, room(1_800)).length).toBeGreaterThan(10);
    expect(shownColumns(DEFAULT_LAYOUT, room(0))).toHaveLength(3);
  });

  it.each([300, 785, 1_040, 1_360])('fit side by side in %i px', (widthPx) => {
    const widths = shownColumns(DEFAULT_LAYOUT, room(widthPx)).map((column) => widthOf(DEFAULT_LAYOUT, column));
    expect(widths.length === 3 || widths.reduce((sum, width) => sum + width, 0) <= widthPx).toBe(true);
  });

  it('are the same ones whatever widths they were given: none goes while one is made wider', () => {
    const wide = resizeColumn(resizeColumn(DEFAULT_LAYOUT, 'time', 400), 'duration', 300);
    expect(shownColumns(wide, room(735))).toEqual(shownColumns(DEFAULT_LAYOUT, room(735)));
  });

  it('tell what went wrong where only failures are listed, in a narrow window too', () => {
    expect(shownColumns(DEFAULT_LAYOUT, room(785, true))).toContain('error');
    expect(shownColumns(DEFAULT_LAYOUT, room(1_000, true))).toContain('error');
    expect(shownColumns(DEFAULT_LAYOUT, room(1_000))).not.toContain('error');
  });
});

describe('the columns that a user chose', () => {
  it('are shown whatever the room, in the user’s order', () => {
    const chosen = toggleColumn(DEFAULT_LAYOUT, ['time', 'model'], 'id');
    expect(shownColumns(chosen, room(10))).toEqual(['time', 'model', 'id']);
    let moved = chosen;
    for (let step = 0; step < REQUEST_COLUMNS.length; step += 1) moved = moveColumn(moved, 'id', -1);
    expect(shownColumns(moved, room(10))).toEqual(['id', 'time', 'model']);
    expect(moveColumn(moved, 'id', -1)).toBe(moved);
    expect(new Set(moved.order)).toEqual(new Set(REQUEST_COLUMNS));
  });

  it('can be taken away, all but the last', () => {
    const one = toggleColumn(DEFAULT_LAYOUT, ['time', 'model'], 'model');
    expect(shownColumns(one, room(900))).toEqual(['time']);
    expect(toggleColumn(one, ['time'], 'time')).toBe(one);
  });

  it('have the width they were given, within reason', () => {
    expect(widthOf(resizeColumn(DEFAULT_LAYOUT, 'model', 333.4), 'model')).toBe(333);
    expect(widthOf(resizeColumn(DEFAULT_LAYOUT, 'model', -5), 'model')).toBe(MIN_WIDTH_PX);
    expect(widthOf(resizeColumn(DEFAULT_LAYOUT, 'model', 9_999), 'model')).toBe(MAX_WIDTH_PX);
  });

  it('are there again on the next visit', () => {
    expect(rememberedLayout()).toEqual(DEFAULT_LAYOUT);
    const layout = resizeColumn(toggleColumn(DEFAULT_LAYOUT, ['time'], 'cost'), 'cost', 200);
    rememberLayout(layout);
    expect(rememberedLayout()).toEqual(layout);
  });

  it.each(['rubbish', '{}', '{"order":["time"],"shown":["gone"],"widthsPx":{}}', '{"order":[],"shown":null,"widthsPx":{"time":1}}'])(
    'are the usual ones when what was kept is %s',
    (kept) => {
      localStorage.setItem('code-proxy-request-columns', kept);
      expect(rememberedLayout()).toEqual(DEFAULT_LAYOUT);
    },
  );

  it('are followed by columns that are new', () => {
    localStorage.setItem('code-proxy-request-columns', '{"order":["model","time"],"shown":null,"widthsPx":{}}');
    expect(rememberedLayout().order.slice(0, 3)).toEqual(['model', 'time', 'endpoint']);
    expect(rememberedLayout().order).toHaveLength(REQUEST_COLUMNS.length);
  });
});
