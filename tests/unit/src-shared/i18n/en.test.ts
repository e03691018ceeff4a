import { describe, expect, it } from 'vitest';
import { en } from '../../../../src-shared/i18n/en.ts';

interface Text {
  readonly [key: string]: string | Text;
}

function flatten(texts: Text, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) => (typeof text === 'string' ? [[`${prefix}${key}`, text]] : flatten(text, `${prefix}${key}.`)));
}
const all = flatten(en);
const keys = new Set(all.map(([key]) => key));

describe('English', () => {
  it('has both forms of every plural', () => {
    const forms = [...keys].filter((key) => /_(one|other)$/.test(key));
    expect(forms.length).toBeGreaterThan(0);
    const missing = forms.map((key) => key.replace(/_(one|other)$/, '')).filter((stem) => !keys.has(`${stem}_one`) || !keys.has(`${stem}_other`));
    expect(missing).toEqual([]);
  });

  it('writes places for values as {{name}} and in no other way', () => {
    const broken = all.filter(([, text]) => /[{}]/.test(text.replaceAll(/\{\{[a-z][A-Za-z]*\}\}/g, '')));
    expect(broken).toEqual([]);
  });

  it('has no empty text and none with spaces at its ends', () => {
    expect(all.filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });
});
