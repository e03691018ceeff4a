import { describe, expect, it } from 'vitest';
import { createDoctorWords, englishDoctorWords } from '../../../src-shared/doctor-words.ts';
import { doctor as en } from '../../../src-shared/i18n/en/doctor.ts';
import { createFormatters } from '../../../src-shared/i18n/formatters.ts';
import { doctor as ru } from '../../../src-shared/i18n/ru/doctor.ts';
import { doctor as zh } from '../../../src-shared/i18n/zh/doctor.ts';
import { flatTexts } from '../../support/flat-texts.ts';

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
      say: (key, values) => (key === 'finding.proxyFailed' ? `Fehler: ${values.text}` : null),
    });
    expect(german.finding({ code: 'proxyFailed', values: { text: 'port is used' } })).toBe('Fehler: „port is used“');
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
