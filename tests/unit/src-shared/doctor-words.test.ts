import { describe, expect, it } from 'vitest';
import { createDoctorWords, englishDoctorWords } from '../../../src-shared/doctor-words.ts';
import { doctor as en } from '../../../src-shared/i18n/en/doctor.ts';
import { en as allEn } from '../../../src-shared/i18n/en.ts';
import { createFormatters } from '../../../src-shared/i18n/formatters.ts';
import { doctor as ru } from '../../../src-shared/i18n/ru/doctor.ts';
import { ru as allRu } from '../../../src-shared/i18n/ru.ts';
import { sayFrom } from '../../../src-shared/i18n/say-from.ts';
import { doctor as zh } from '../../../src-shared/i18n/zh/doctor.ts';
import { zh as allZh } from '../../../src-shared/i18n/zh.ts';
import type { DoctorDetail } from '../../../src-shared/schemas/doctor.ts';
import { MCP_PROBLEM_CODES } from '../../../src-shared/schemas/mcp.ts';
import { SKILL_PROBLEM_CODES } from '../../../src-shared/schemas/skill-problem.ts';
import { flatTexts } from '../../support/flat-texts.ts';

interface Language {
  readonly locale: string;
  readonly table: object;
}
const LANGUAGES = {
  en: { locale: 'en', table: allEn },
  zh: { locale: 'zh', table: allZh },
  ru: { locale: 'ru', table: allRu },
} as const satisfies Record<string, Language>;

describe('the words of the doctor', () => {
  const words = englishDoctorWords();

  it('fill in sizes, lengths of time, times and counts with their units', () => {
    expect(words.finding({ code: 'diskOk', values: { freeBytes: '1610612736' } })).toBe('1.5 GiB are free.');
    expect(words.finding({ code: 'timedOut', values: { limitMs: '10000' } })).toBe('It took longer than 10 sec and was given up.');
    expect(words.finding({ code: 'endpointsOk', values: { number: '1200' } })).toBe('Switched on: 1,200.');
    expect(words.finding({ code: 'instanceThis', values: { sinceAtMs: String(Date.UTC(2026, 0, 2)) } })).toContain('2026');
    expect(words.finding({ code: 'claudeOk', values: { version: '2.1.3', how: 'npm' } })).toBe('Version 2.1.3, installed with npm.');
  });

  it('name what a check is about', () => {
    expect(words.title({ kind: 'endpoint', subject: 'First' })).toBe('Endpoint First');
    expect(words.title({ kind: 'disk-space', subject: null })).toBe('Disk space');
    expect(words.label('path')).toBe('Path');
  });

  it('show what they do not know as it came', () => {
    expect(words.finding({ code: 'of a newer version', values: {} })).toBe('of a newer version');
    expect(words.title({ kind: 'new-kind', subject: null })).toBe('new-kind');
  });

  it('say sentences of the core in the language of the reader', () => {
    const german = createDoctorWords({
      format: createFormatters('de'),
      sentence: (text) => `„${text}“`,
      say: (key, values) => (key === 'doctor.finding.proxyFailed' ? `Fehler: ${values.text}` : null),
    });
    expect(german.finding({ code: 'proxyFailed', values: { text: 'port is used' } })).toBe('Fehler: „port is used“');
    expect(german.detail({ label: 'message', value: 'sealed', problem: null })).toBe('„sealed“');
    expect(german.detail({ label: 'path', value: '/data', problem: null })).toBe('/data');
  });
});

describe('translations of the doctor', () => {
  const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

  it.each([
    ['zh', zh],
    ['ru', ru],
  ])('%s has the same gaps as English in every sentence', (_language, table) => {
    const translated = new Map(flatTexts(table));
    for (const [key, text] of flatTexts(en)) expect(gaps(translated.get(key) ?? ''), key).toEqual(gaps(text));
  });
});

describe('what is wrong with MCP servers and skills', () => {
  const wordsOf = ({ locale, table }: Language) =>
    createDoctorWords({
      format: createFormatters(locale),
      sentence: (text) => text,
      say: sayFrom(table),
    });
  const details: readonly DoctorDetail[] = [
    { label: 'problem', value: 'files', problem: { of: 'mcp', code: 'command-missing', values: {} } },
    { label: 'problem', value: 'pdf', problem: { of: 'skills', code: 'too-large', values: { limitBytes: '1610612736' } } },
    { label: 'problem', value: '', problem: { of: 'mcp', code: 'file-broken', values: { file: '/p/.mcp.json', line: '3', reason: 'EOF' } } },
  ];

  it.each<[Language, readonly string[]]>([
    [LANGUAGES.en, ['files: The command is missing.', 'pdf: The files are larger than 1.5 GiB together.', '/p/.mcp.json:3 cannot be read: EOF']],
    [LANGUAGES.zh, ['files: 缺少命令。', 'pdf: 所有文件合计大于 1.5 GiB。', '无法读取 /p/.mcp.json:3：EOF']],
    [LANGUAGES.ru, ['files: Нет команды.', 'pdf: Все файлы вместе больше 1,5 ГиБ.', 'Не удаётся прочитать /p/.mcp.json:3: EOF']],
  ])('is said in $locale', (language, expected) => {
    expect(details.map(wordsOf(language).detail)).toEqual(expected);
  });

  it.each(Object.values(LANGUAGES))('has words for every code in $locale', (language) => {
    const words = wordsOf(language);
    const say = (of: 'mcp' | 'skills', code: string) => words.detail({ label: 'problem', value: '', problem: { of, code, values: {} } });
    for (const code of MCP_PROBLEM_CODES) expect(say('mcp', code)).not.toBe(code);
    for (const code of SKILL_PROBLEM_CODES) expect(say('skills', code)).not.toBe(code);
    expect(say('mcp', 'of-a-newer-version')).toBe('of-a-newer-version');
  });
});
