/** What the doctor says, in any language: titles, findings, remedies and labels out of codes and values. */
import { doctor } from './i18n/en/doctor.ts';
import { mcp } from './i18n/en/mcp.ts';
import { skills } from './i18n/en/skills.ts';
import { createFormatters, type Formatters } from './i18n/formatters.ts';
import { sayFrom } from './i18n/say-from.ts';
import { problemValues } from './problem-values.ts';
import type { DoctorCheck, DoctorDetail, DoctorSentence } from './schemas/doctor.ts';

type Values = Readonly<Record<string, string>>;
type Subject = Pick<DoctorCheck, 'kind' | 'subject'>;

export interface DoctorWords {
  /** "Folder", "Endpoint First". */
  title(check: Subject): string;
  finding(sentence: DoctorSentence): string;
  remedy(sentence: DoctorSentence): string;
  label(code: string): string;
  /** What stands behind the label. */
  detail(detail: DoctorDetail): string;
}

export interface DoctorWordsOptions {
  /** Looks a text up by its key, for example `doctor.label.path`, and fills it in; null when there is none. */
  readonly say: (key: string, values: Values) => string | null;
  readonly format: Pick<Formatters, 'bytes' | 'duration' | 'count' | 'instant'>;
  /** Says in the reader's language what the core said in English. */
  readonly sentence: (text: string) => string;
}

export function createDoctorWords({ say, format, sentence }: DoctorWordsOptions): DoctorWords {
  const valueFor = (key: string, value: string): string => {
    if (key.endsWith('Bytes')) return format.bytes(Number(value));
    if (key.endsWith('AtMs')) return format.instant(Number(value));
    if (key.endsWith('Ms')) return format.duration(Number(value));
    if (key === 'number') return format.count(Number(value));
    if (key === 'how') return say(`doctor.how.${value}`, {}) ?? value;
    return key === 'text' ? sentence(value) : value;
  };
  const said = (group: 'finding' | 'remedy', { code, values }: DoctorSentence) => {
    const shown = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, valueFor(key, value)]));
    // A newer core may say what this page does not know yet.
    return say(`doctor.${group}.${code}`, shown) ?? code;
  };
  return {
    title: ({ kind, subject }) => [say(`doctor.check.${kind}`, {}) ?? kind, ...(subject === null ? [] : [subject])].join(' '),
    finding: (text) => said('finding', text),
    remedy: (text) => said('remedy', text),
    label: (code) => say(`doctor.label.${code}`, {}) ?? code,
    detail({ label, value, problem }) {
      if (problem === null) return label === 'message' ? sentence(value) : value;
      const text = say(`${problem.of}.problem.${problem.code}`, problemValues(problem.values, format)) ?? problem.code;
      return value === '' ? text : `${value}: ${text}`;
    },
  };
}

/** For the command line and reports. */
export function englishDoctorWords(): DoctorWords {
  return createDoctorWords({
    format: createFormatters('en'),
    sentence: (text) => text,
    say: sayFrom({ doctor, mcp, skills }),
  });
}
