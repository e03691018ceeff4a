/**
 * How numbers, sizes, times and durations are written. One place, so that the same quantity looks the same everywhere, and
 * always with a unit that Intl knows in the reader's language.
 */
import { BYTES_PER_KIB, BYTES_PER_MIB, MICRO_USD_PER_USD, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../units.ts';

export interface Formatters {
  /** Whole number with separators: 12,345. */
  count(value: number): string;
  /** Short form for headlines: 1.2M, 34.5K, 987. */
  compact(value: number): string;
  /** The number by which a plural beside `compact(value)` is chosen: 12,341 is read as twelve thousand, not as ending in one. */
  compactCount(value: number): number;
  /** @param ratio 0 to 1; shown as whole percent, with one decimal below 10 % and above 99 %. Only all of it is 100 %, only none of it 0 %. */
  share(ratio: number): string;
  /** A change: +25%, −3%, with a true minus: the hyphen that most languages of Intl write is easily read over. */
  signedShare(ratio: number): string;
  /** A difference of two shares in percentage points, without the word for them: +1.5. */
  signedPoints(difference: number): string;
  /** 0 B, 1.5 KiB, 32 MiB. */
  bytes(sizeBytes: number): string;
  /** The two largest units of a length of time: 340 ms, 1.25 s, 12.0 s, 4 min 5 s, 2 h 10 min, 3 d 4 h. Whole seconds have no decimals. */
  duration(lengthMs: number): string;
  /** Like `duration`, in whole seconds and rounded up, for countdowns: the last thing seen is 1 s. */
  countdown(leftMs: number): string;
  /** Like `duration`, for a time that counts up: as many digits at every moment, none of which is still to come. */
  elapsed(lengthMs: number): string;
  /** Micro-USD as dollars; small amounts keep four decimals, the smallest all six. */
  cost(costMicroUsd: number): string;
  /** As `cost`; from 1,000 dollars without cents, from 100,000 dollars shortened. */
  compactCost(costMicroUsd: number): string;
  /** A price in dollars with as many decimals as it has, at least two: $3.00, $0.028. */
  price(usd: number): string;
  /** A factor: 0.5, 1.25. */
  factor(value: number): string;
  /** 14:03:59, with the date before it unless it is the day of `nowMs`, and with the year unless it is that one. */
  time(atMs: number, nowMs: number): string;
  /** Full date and time with milliseconds, for details. */
  instant(atMs: number): string;
  /** 14:00 */
  hour(atMs: number): string;
  /** Wed 18 */
  day(atMs: number): string;
  /** Distance in one unit: 5 minutes ago, yesterday. */
  ago(atMs: number, nowMs: number): string;
}

const PLAIN_LIMIT = 10_000;
const COMPACT_UNIT = 1_000;
const SMALL_SHARE_RATIO = 0.1;
const LARGE_SHARE_RATIO = 0.99;
/** What is written with one decimal lies between: rounded further it would read as none or all. */
const [LEAST_SHARE_RATIO, MOST_SHARE_RATIO] = [0.001, 0.999];
const TENTH_MS = 100;
const MINUS = '\u2212';
const CENT_USD = 0.01;
const TENTH_OF_A_MILL_USD = 0.0001;
const WHOLE_FROM_USD = 1_000;
const SHORT_FROM_USD = 100_000;

/**
 * @param locale    BCP 47 tag, for example `en`.
 * @param timeZone  IANA zone; absent: the computer's own.
 */
export function createFormatters(locale: string, timeZone?: string): Formatters {
  const zone = timeZone === undefined ? {} : { timeZone };
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...zone, ...options });
    return (atMs: number) => format.format(atMs);
  };
  const parts = new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' });
  const join: Join = (list) => parts.format(list);
  const whole = number({ maximumFractionDigits: 0 });
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const timeOfDay = date({ ...clock, second: '2-digit' });
  const dayAndTime = date({ ...clock, second: '2-digit', month: 'short', day: 'numeric' });
  const dayOfYearAndTime = date({ ...clock, second: '2-digit', year: 'numeric', month: 'short', day: 'numeric' });
  const yearKey = date({ year: 'numeric' });
  const dayKey = date({ year: 'numeric', month: 'numeric', day: 'numeric' });
  const short = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const percent = number({ style: 'percent', maximumFractionDigits: 0 });
  const finePercent = number({ style: 'percent', maximumFractionDigits: 1 });
  const signed = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, { ...options, signDisplay: 'exceptZero' });
    const write = ({ type, value }: Intl.NumberFormatPart) => (type === 'minusSign' ? MINUS : value);
    return (value: number) => format.formatToParts(value).map(write).join('');
  };
  const signedPercent = signed({ style: 'percent', maximumFractionDigits: 0 });
  const signedDecimal = signed({ maximumFractionDigits: 1 });
  const dollars = number({ style: 'currency', currency: 'USD' });
  const fineDollars = number({ style: 'currency', currency: 'USD', minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const finestDollars = number({ style: 'currency', currency: 'USD', minimumFractionDigits: 6, maximumFractionDigits: 6 });
  const wholeDollars = number({ style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
  const shortDollars = number({ style: 'currency', currency: 'USD', notation: 'compact', maximumSignificantDigits: 3 });
  const cost = (costMicroUsd: number) => {
    const usd = costMicroUsd / MICRO_USD_PER_USD;
    if (usd === 0 || Math.abs(usd) >= CENT_USD) return dollars(usd);
    return Math.abs(usd) < TENTH_OF_A_MILL_USD ? finestDollars(usd) : fineDollars(usd);
  };

  return {
    count: whole,
    compact: (value) => (Math.abs(value) < PLAIN_LIMIT ? whole(value) : short(value)),
    compactCount: (value) => (Math.abs(value) < PLAIN_LIMIT ? value : Math.round(value / COMPACT_UNIT) * COMPACT_UNIT),
    share: (ratio) => (isCoarse(ratio) ? percent(ratio) : finePercent(Math.min(Math.max(ratio, LEAST_SHARE_RATIO), MOST_SHARE_RATIO))),
    signedShare: signedPercent,
    signedPoints: (difference) => signedDecimal(difference * 100),
    bytes: (sizeBytes) => writeBytes(number, sizeBytes, locale.startsWith('ru') ? RUSSIAN_BYTE_UNITS : BYTE_UNITS),
    duration: (lengthMs) => writeDuration(number, join, lengthMs),
    countdown: (leftMs) => writeDuration(number, join, Math.max(1, Math.ceil(leftMs / MS_PER_SECOND)) * MS_PER_SECOND, 0),
    elapsed: (lengthMs) => writeDuration(number, join, Math.floor(Math.max(0, lengthMs) / TENTH_MS) * TENTH_MS, 1),
    cost,
    compactCost: (costMicroUsd) => {
      const usd = costMicroUsd / MICRO_USD_PER_USD;
      if (usd < WHOLE_FROM_USD) return cost(costMicroUsd);
      return usd < SHORT_FROM_USD ? wholeDollars(usd) : shortDollars(usd);
    },
    price: number({ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 6 }),
    factor: number({ maximumFractionDigits: 4 }),
    time: (atMs, nowMs) => {
      if (dayKey(atMs) === dayKey(nowMs)) return timeOfDay(atMs);
      return yearKey(atMs) === yearKey(nowMs) ? dayAndTime(atMs) : dayOfYearAndTime(atMs);
    },
    instant: date({ ...clock, year: 'numeric', month: 'short', day: 'numeric', second: '2-digit', fractionalSecondDigits: 3 }),
    hour: date(clock),
    day: date({ weekday: 'short', day: 'numeric' }),
    ago: (atMs, nowMs) => writeAgo(locale, atMs, nowMs),
  };
}

/** Whether a whole percent says enough. */
function isCoarse(ratio: number): boolean {
  return ratio <= 0 || ratio >= 1 || (ratio >= SMALL_SHARE_RATIO && ratio <= LARGE_SHARE_RATIO);
}

type NumberWriter = (options: Intl.NumberFormatOptions) => (value: number) => string;
type Join = (parts: readonly string[]) => string;

/** Intl knows no binary units. */
const BYTE_UNITS = { bytes: 'B', kib: 'KiB', mib: 'MiB', gib: 'GiB' };
const RUSSIAN_BYTE_UNITS = { bytes: 'Б', kib: 'КиБ', mib: 'МиБ', gib: 'ГиБ' };

function writeBytes(number: NumberWriter, sizeBytes: number, units: typeof BYTE_UNITS): string {
  const text = (value: number, unit: string) => `${number({ maximumFractionDigits: value < 10 ? 1 : 0 })(value)} ${unit}`;
  if (sizeBytes < BYTES_PER_KIB) return text(Math.round(sizeBytes), units.bytes);
  if (sizeBytes < BYTES_PER_MIB) return text(sizeBytes / BYTES_PER_KIB, units.kib);
  if (sizeBytes < BYTES_PER_MIB * BYTES_PER_KIB) return text(sizeBytes / BYTES_PER_MIB, units.mib);
  return text(sizeBytes / (BYTES_PER_MIB * BYTES_PER_KIB), units.gib);
}

const UNITS = [
  { unit: 'day', sizeMs: MS_PER_DAY },
  { unit: 'hour', sizeMs: MS_PER_HOUR },
  { unit: 'minute', sizeMs: MS_PER_MINUTE },
  { unit: 'second', sizeMs: MS_PER_SECOND },
] as const;

function writeDuration(number: NumberWriter, join: Join, lengthMs: number, secondDecimals?: number): string {
  const text = (value: number, unit: string, decimals: number) =>
    number({ style: 'unit', unit, unitDisplay: 'short', minimumFractionDigits: decimals, maximumFractionDigits: decimals })(value);
  if (lengthMs < MS_PER_SECOND) return text(Math.max(0, Math.round(lengthMs)), 'millisecond', 0);
  if (lengthMs < MS_PER_MINUTE) {
    // A measured time keeps its zeros, so that a column of them lines up; a chosen one is mostly of whole seconds.
    const decimals = secondDecimals ?? (lengthMs % MS_PER_SECOND === 0 ? 0 : lengthMs < 10 * MS_PER_SECOND ? 2 : 1);
    return text(lengthMs / MS_PER_SECOND, 'second', decimals);
  }
  const seconds = Math.round(lengthMs / MS_PER_SECOND) * MS_PER_SECOND;
  const index = UNITS.findIndex(({ sizeMs }) => seconds >= sizeMs);
  const large = UNITS[index];
  const small = UNITS[index + 1];
  if (large === undefined || small === undefined) return text(seconds / MS_PER_SECOND, 'second', 0);
  const main = Math.floor(seconds / large.sizeMs);
  const rest = Math.floor((seconds % large.sizeMs) / small.sizeMs);
  return rest === 0 ? text(main, large.unit, 0) : join([text(main, large.unit, 0), text(rest, small.unit, 0)]);
}

function writeAgo(locale: string, atMs: number, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const pastMs = Math.max(0, nowMs - atMs);
  const found = UNITS.find(({ sizeMs }) => pastMs >= sizeMs);
  return found === undefined ? format.format(0, 'second') : format.format(-Math.floor(pastMs / found.sizeMs), found.unit);
}
