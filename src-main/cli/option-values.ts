/** How option values that are not plain text are read. commander turns the errors into a usage error that names the option. */
import { InvalidArgumentError } from 'commander';
import { SEARCH_TEXT_MAX_LENGTH } from '../../src-shared/schemas/exchange.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** `none` is for the caller to read: commander makes an empty text of null. */
export function wholeNumberOrNone(text: string): number | 'none' {
  return text === 'none' ? 'none' : wholeNumber(text);
}

/** `3`, `0.25`: a price or a factor. */
export function decimalNumber(text: string): number {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) throw new InvalidArgumentError('It must be a number such as 0.5.');
  return Number(text);
}

/** `3`, `$0.30`. */
export function dollars(text: string): number {
  return decimalNumber(text.replace(/^\$/, ''));
}

/** `on` or `off`. */
export function onOrOff(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('It must be on or off.');
  return text === 'on';
}

/** A reader of whole numbers from `min` to `max`. */
export function wholeNumberIn(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (value < min || value > max) throw new InvalidArgumentError(`It must be ${min} to ${max}.`);
    return value;
  };
}

/** 0 takes any free port. */
export const portNumber = wholeNumberIn(0, 65_535);

const UNITS_MS: Readonly<Record<string, number>> = { s: MS_PER_SECOND, m: MS_PER_MINUTE, h: MS_PER_HOUR, d: MS_PER_DAY };

/** `90s`, `10m`, `1h`, `2d`: in ms. */
export function durationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})\s*([smhd])$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  if (count === undefined || unitMs === undefined) throw new InvalidArgumentError('It must be a time such as 90s, 10m, 1h or 2d.');
  return Number(count) * unitMs;
}

/** A Unix time of today has 13 digits; fewer would be a time in 1970 that nobody means. */
const UNIX_MS = /^\d{12,14}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_AND_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/** A reader of points in time, in Unix ms: `2h` ago, the day `2026-11-20`, `2026-11-20T14:30` (both in this time zone unless one is named), Unix ms. */
export function pointInTime(nowMs: () => number): (text: string) => number {
  return (text) => {
    if (UNIX_MS.test(text)) return Number(text);
    if (/^\d{1,6}\s*[smhd]$/.test(text)) return nowMs() - durationMs(text);
    // A date alone would be read as UTC.
    const atMs = DATE.test(text) ? Date.parse(`${text}T00:00`) : DATE_AND_TIME.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(atMs) || !isDay(text.slice(0, 10)))
      throw new InvalidArgumentError('It must be a time such as 2h (ago), 2026-11-20, 2026-11-20T14:30 or Unix ms.');
    return atMs;
  };
}

/** February 30 would be read as March 2. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00Z`).toISOString().startsWith(text);
}

/** `503` is one status, `5xx` or `5` a class. */
export function statusFilter(text: string): number {
  const found = /^(?:([1-5])(?:xx)?|([1-5]\d\d))$/i.exec(text);
  const digits = found?.[1] ?? found?.[2];
  if (digits === undefined) throw new InvalidArgumentError('It must be a status such as 200 or a class such as 4xx.');
  return Number(digits);
}

/** What a list may be searched for. */
export function searchText(text: string): string {
  const wanted = text.trim();
  if (wanted === '' || wanted.length > SEARCH_TEXT_MAX_LENGTH)
    throw new InvalidArgumentError(`It must be 1 to ${SEARCH_TEXT_MAX_LENGTH} characters.`);
  return wanted;
}

/** For options that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
