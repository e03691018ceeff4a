import { describe, expect, it } from 'vitest';
import { createFormatters } from '../../../../src-shared/i18n/formatters.ts';

const format = createFormatters('en', 'Europe/Berlin');
const NOW_MS = Date.UTC(2026, 10, 20, 13, 0, 0);

describe('formatters', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_250, '1.25 sec'],
    [1_800, '1.80 sec'],
    [42_000, '42 sec'],
    [12_340, '12.3 sec'],
    [59_960, '60.0 sec'],
    [60_000, '1 min'],
    [245_000, '4 min 5 sec'],
    [3_599_900, '1 hr'],
    [7_800_000, '2 hr 10 min'],
    [273_600_000, '3 days 4 hr'],
  ])('writes a duration of %d ms in its two largest units', (lengthMs, expected) => {
    expect(format.duration(lengthMs)).toBe(expected);
  });

  it('rounds a countdown up, so that it never shows zero while time is left', () => {
    expect(format.countdown(1)).toBe('1 sec');
    expect(format.countdown(1_001)).toBe('2 sec');
    expect(format.countdown(90_000)).toBe('1 min 30 sec');
  });

  it('counts up in tenths of a second, with as many digits at every moment', () => {
    expect([-5, 340, 1_999, 2_000, 59_999, 61_000].map(format.elapsed)).toEqual(['0 ms', '300 ms', '1.9 sec', '2.0 sec', '59.9 sec', '1 min 1 sec']);
  });

  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_536, '1.5 KiB'],
    [33_554_432, '32 MiB'],
    [2_147_483_648, '2 GiB'],
  ])('writes %d bytes with a binary unit', (sizeBytes, expected) => {
    expect(format.bytes(sizeBytes)).toBe(expected);
  });

  it('keeps small counts exact and shortens large ones', () => {
    expect(format.compact(9_999)).toBe('9,999');
    expect(format.compact(34_567)).toBe('34.6K');
    expect(format.compact(1_234_567)).toBe('1.23M');
  });

  it('shows a decimal only for the smallest and the largest shares', () => {
    expect([0, 0.014, 0.5, 0.99].map(format.share)).toEqual(['0%', '1.4%', '50%', '99%']);
    expect([0.9955, 1].map(format.share)).toEqual(['99.6%', '100%']);
  });

  it('never writes nearly all as all, nor nearly none as none', () => {
    expect([0.999_96, 0.000_04].map(format.share)).toEqual(['99.9%', '0.1%']);
  });

  it('shortens large amounts of money only', () => {
    expect([999_990_000, 1_420_330_000, 123_456_000_000].map(format.compactCost)).toEqual(['$999.99', '$1,420', '$123K']);
    expect(format.compactCost(1_234)).toBe('$0.0012');
  });

  it('writes changes with their sign', () => {
    expect([format.signedShare(0.254), format.signedShare(-0.03), format.signedShare(0)]).toEqual(['+25%', '−3%', '0%']);
    expect([format.signedPoints(0.015), format.signedPoints(-0.2)]).toEqual(['+1.5', '−20']);
  });

  it('keeps the digits of an amount below one cent', () => {
    expect(format.cost(1_234)).toBe('$0.0012');
    expect(format.cost(30)).toBe('$0.000030');
    expect(format.cost(0)).toBe('$0.00');
    expect(format.cost(2_345_678)).toBe('$2.35');
  });

  it('leaves the date out for times of today in the reader’s zone, not in UTC', () => {
    expect(format.time(Date.UTC(2026, 10, 20, 12, 3, 59), NOW_MS)).toBe('13:03:59');
    expect(format.time(Date.UTC(2026, 10, 19, 23, 30), NOW_MS)).toBe('00:30:00');
    expect(format.time(Date.UTC(2026, 10, 19, 22, 30), NOW_MS)).toBe('Nov 19, 23:30:00');
    expect(format.time(Date.UTC(2025, 10, 19, 22, 30), NOW_MS)).toBe('Nov 19, 2025, 23:30:00');
  });

  it('says how long ago something was in one unit, and never in the future', () => {
    expect(format.ago(NOW_MS - 300_000, NOW_MS)).toBe('5 minutes ago');
    expect(format.ago(NOW_MS - 86_400_000, NOW_MS)).toBe('yesterday');
    expect(format.ago(NOW_MS + 5_000, NOW_MS)).toBe('now');
  });
});

describe('formatters in other languages', () => {
  const chinese = createFormatters('zh', 'Asia/Shanghai');
  const russian = createFormatters('ru', 'Europe/Moscow');

  it('shortens large counts by the units that the language counts in', () => {
    expect([chinese.compact(12_345), chinese.compact(234_567_890)]).toEqual(['1.23万', '2.35亿']);
    expect([russian.compact(12_345), russian.compact(234_567_890)]).toEqual(['12,3\u00a0тыс.', '235\u00a0млн']);
  });

  it('says which number a plural beside a shortened count goes by', () => {
    const plural = new Intl.PluralRules('ru');
    expect([1, 21, 9_991].map((value) => plural.select(russian.compactCount(value)))).toEqual(['one', 'one', 'one']);
    expect([12_341, 1_000_001].map((value) => plural.select(russian.compactCount(value)))).toEqual(['many', 'many']);
  });

  it('writes lengths of time, sizes and money as the language does', () => {
    expect([chinese.duration(245_000), russian.duration(245_000)]).toEqual(['4分钟5秒', '4 мин 5 с']);
    expect(russian.duration(1_250)).toBe('1,25 с');
    expect([chinese.bytes(1_536), russian.bytes(1_536)]).toEqual(['1.5 KiB', '1,5 КиБ']);
    expect(russian.cost(1_500_000)).toBe('1,50\u00a0$');
  });

  it('says how long ago in the plural of the language', () => {
    const ago = [61_000, 120_000, 300_000].map((pastMs) => russian.ago(NOW_MS - pastMs, NOW_MS));
    expect(ago).toEqual(['1 минуту назад', '2 минуты назад', '5 минут назад']);
    expect(chinese.ago(NOW_MS - 300_000, NOW_MS)).toBe('5分钟前');
  });

  it('writes prices with all decimals they have, and factors', () => {
    const format = createFormatters('en');
    expect([0, 3, 0.3, 3.75, 0.028].map((usd) => format.price(usd))).toEqual(['$0.00', '$3.00', '$0.30', '$3.75', '$0.028']);
    expect([0.5, 1.25, 100].map((value) => format.factor(value))).toEqual(['0.5', '1.25', '100']);
  });
});
