/**
 * Says in the reader's language what the core said in English. What is not recognised stays as it came: a sentence in English
 * is better than a wrong one. Where the line is drawn: docs/decisions/0151-who-translates-what.md.
 */
import { BYTES_PER_KIB, BYTES_PER_MIB, MS_PER_DAY, MS_PER_SECOND } from '../units.ts';
import { core } from './en/core.ts';
import type { Formatters } from './formatters.ts';
import type { Language } from './languages.ts';
import { sentenceReader } from './read-sentence.ts';

/** What quantities are written with. */
type Units = Pick<Formatters, 'duration' | 'bytes'>;

type Values = Readonly<Record<string, string | number>>;

export interface CoreWords {
  /** Why an attempt failed or an endpoint rests: one clause, perhaps with a detail in brackets. */
  readonly reason: (text: string) => string;
  /** A whole sentence, or what is wrong with a field. */
  readonly sentence: (text: string) => string;
  /** @param title  As the core has it: what rules of the user are called. */
  readonly ruleTitle: (id: string, title: string) => string;
  /** An error by its sentence; by its code, with the English sentence behind it, when that is none of the known ones. */
  readonly error: (code: string | null, message: string) => string;
}

const readReason = sentenceReader(core.reason);
const readSentence = sentenceReader({
  ...under('problem', core.problem),
  ...under('error', core.error),
  ...under('claude', core.claude),
  ...under('test', core.test),
  ...under('warning', core.warning),
});

function under(group: string, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${group}.${key}`, text]));
}

/** @param say  Looks a text up by its key, for example `core.reason.status`, and fills it in. */
export function createCoreWords(language: Language, say: (key: string, values?: Values) => string, format: Units): CoreWords {
  if (language === 'en') return { reason: same, sentence: same, ruleTitle: (_, title) => title, error: (_, message) => message };
  const fill = (key: string, values: Readonly<Record<string, string>>) => {
    const { time, value } = values;
    const limit = value === undefined ? {} : { value: quantityIn(value, format) };
    return say(`core.${key}`, time === undefined ? { ...values, ...limit } : { ...values, ...limit, time: timeIn(time, format) });
  };
  const sentence = (text: string) => {
    const found = readSentence(text);
    return found === null ? text : fill(found.key, found.values);
  };
  return {
    reason: (text) => {
      const [, clause = text, detail] = /^([^(]*) \((.*)\)$/s.exec(text) ?? [];
      const found = readReason(clause);
      if (found === null) return text;
      const said = fill(`reason.${found.key}`, found.values);
      return detail === undefined ? said : say('core.withDetail', { text: said, detail });
    },
    sentence,
    ruleTitle: (id, title) => (isKey(core.ruleTitle, id) && core.ruleTitle[id] === title ? say(`core.ruleTitle.${id}`) : title),
    error: (code, message) => {
      const said = sentence(message);
      if (said !== message || code === null || !isKey(core.errorCode, code)) return said;
      return say('core.withDetail', { text: say(`core.errorCode.${code}`), detail: message });
    },
  };
}

const same = (text: string) => text;

function isKey<T extends object>(table: T, key: string): key is keyof T & string {
  return Object.hasOwn(table, key);
}

/** "12.5 s" in the reader's language. */
function timeIn(text: string, format: Units): string {
  const [, seconds] = /^([\d.]+) s$/.exec(text) ?? [];
  return seconds === undefined ? text : format.duration(Number(seconds) * MS_PER_SECOND);
}

const DURATIONS_MS: Readonly<Record<string, number>> = { s: MS_PER_SECOND, second: MS_PER_SECOND, day: MS_PER_DAY, days: MS_PER_DAY };
const SIZES_BYTES: Readonly<Record<string, number>> = { KiB: BYTES_PER_KIB, MiB: BYTES_PER_MIB, TiB: BYTES_PER_MIB * BYTES_PER_MIB };

/** A limit such as "3,650 days" or "64 KiB" in the reader's language; one without a unit as it is. */
function quantityIn(text: string, format: Units): string {
  const [, digits = '', unit = ''] = /^([\d,]+) (\w+)$/.exec(text) ?? [];
  const amount = Number(digits.replaceAll(',', ''));
  const [lengthMs, sizeBytes] = [DURATIONS_MS[unit], SIZES_BYTES[unit]];
  if (lengthMs !== undefined) return format.duration(amount * lengthMs);
  return sizeBytes === undefined ? text : format.bytes(amount * sizeBytes);
}
