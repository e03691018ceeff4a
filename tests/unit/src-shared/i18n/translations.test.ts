import { describe, expect, it } from 'vitest';
import { en } from '../../../../src-shared/i18n/en.ts';
import { LANGUAGE_TAGS, LANGUAGES } from '../../../../src-shared/i18n/languages.ts';
import { ru } from '../../../../src-shared/i18n/ru.ts';
import { zh } from '../../../../src-shared/i18n/zh.ts';
import { flatTexts } from '../../../support/flat-texts.ts';

const TEXTS = { en: flatTexts(en), zh: flatTexts(zh), ru: flatTexts(ru) };
const FORM = /_(?:zero|one|two|few|many|other)$/;
/** The key without its plural form; `x` and the plural of `x` are two texts. */
const stemOf = (key: string) => key.replace(FORM, ' #');
const placesIn = (text: string) => new Set(text.match(/\{\{\w+\}\}/g) ?? []);
const english = new Map([...TEXTS.en].map(([key, text]) => [stemOf(key), text]));

/** Words that are the same in every language: names, wire words, file names, units and what is typed. */
const INTERNATIONAL =
  /\{\{\w+\}\}|Code Proxy|Claude Code|Claude Desktop|Cursor|VS Code Insiders|VS Code|Windsurf|GitHub|ZIP|SKILL\.md|\/home\/you\/\S+|Anthropic|Authorization: Bearer|x-api-key|retry-after|Opus|Sonnet|Haiku|code-proxy [\w -]+|claude restore|https?:\/\/\S+|\/v1\S*|[a-z]+_error|\b(?:API|MCP|URL|TLS|JSON|HTML|HTTP|PEM|PATH|FILE|ID|MiB|KiB|HAR|cURL|CSV|SSE|TTFB|p50|p95|P|xx)\b/g;

describe.each(LANGUAGES)('%s', (language) => {
  const texts = TEXTS[language];

  it('says everything that English says, and nothing else', () => {
    const stems = new Set([...texts.keys()].map(stemOf));
    expect([...english.keys()].filter((stem) => !stems.has(stem))).toEqual([]);
    expect([...stems].filter((stem) => !english.has(stem))).toEqual([]);
  });

  it('has the same places for values in every sentence', () => {
    const wrong = [...texts].filter(([key, text]) => {
      const [here, there] = [placesIn(text), placesIn(english.get(stemOf(key)) ?? '')];
      // Options of the command line, which the core names, help nobody on a page.
      return key.startsWith('core.') ? !here.isSubsetOf(there) : here.symmetricDifference(there).size > 0;
    });
    expect(wrong).toEqual([]);
  });

  it('writes places for values as {{name}} and in no other way, and leaves no spaces at the ends', () => {
    expect([...texts].filter(([, text]) => /[{}]/.test(text.replaceAll(/\{\{[a-z][A-Za-z0-9]*\}\}/g, '')))).toEqual([]);
    expect([...texts].filter(([, text]) => text === '' || text !== text.trim())).toEqual([]);
  });

  it('has of each plural exactly the forms of the language', () => {
    const wanted = new Intl.PluralRules(LANGUAGE_TAGS[language]).resolvedOptions().pluralCategories.toSorted();
    const forms = new Map<string, string[]>();
    for (const key of texts.keys()) {
      const form = FORM.exec(key)?.[0].slice(1);
      if (form !== undefined) forms.set(stemOf(key), [...(forms.get(stemOf(key)) ?? []), form]);
    }
    expect(forms.size).toBeGreaterThan(0);
    expect([...forms].filter(([, found]) => found.toSorted().join() !== wanted.join())).toEqual([]);
  });
});

describe.each(['zh', 'ru'] as const)('%s', (language) => {
  const texts = TEXTS[language];

  it('has no sentence that is still English', () => {
    const left = [...texts].filter(([key, text]) => text === english.get(stemOf(key)) && /[A-Za-z]{2,}/.test(text.replaceAll(INTERNATIONAL, '')));
    expect(left).toEqual([]);
  });

  it('is written in its own script', () => {
    // What is counted by models has no other name in Chinese.
    const own = (text: string) => text.replaceAll(INTERNATIONAL, '').replaceAll(language === 'zh' ? 'Token' : /^$/g, '');
    const script = language === 'zh' ? /\p{Script=Han}/u : /\p{Script=Cyrillic}/u;
    const foreign = [...texts].filter(([, text]) => /\p{Letter}/u.test(own(text)) && !script.test(text));
    expect(foreign).toEqual([]);
  });
});

it('uses the signs of each language: full-width ones in Chinese, « » in Russian', () => {
  const han = '\\p{Script=Han}';
  expect([...TEXTS.zh].filter(([, text]) => new RegExp(`${han}[,;:!?]|${han}\\.(?:$|\\s)`, 'u').test(text))).toEqual([]);
  expect([...TEXTS.ru].filter(([, text]) => /["“”]/.test(text))).toEqual([]);
});
