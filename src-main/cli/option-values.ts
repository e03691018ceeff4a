/** How option values that are not plain text are read. commander turns the errors into a usage error that names the option. */
import { InvalidArgumentError } from 'commander';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** `none` is for the caller to read: commander makes an empty text of null. */
export function wholeNumberOrNone(text: string): number | 'none' {
  return text === 'none' ? 'none' : wholeNumber(text);
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

/** `503` is one status, `5xx` or `5` a class. */
export function statusFilter(text: string): number {
  const found = /^(?:([1-5])(?:xx)?|([1-5]\d\d))$/i.exec(text);
  const digits = found?.[1] ?? found?.[2];
  if (digits === undefined) throw new InvalidArgumentError('It must be a status such as 200 or a class such as 4xx.');
  return Number(digits);
}

/** For options that may be repeated. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
