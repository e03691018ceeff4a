/** The sentences of tray, menus, notices and dialogs, from the same source as the dashboard's. */
import i18next from 'i18next';
import { type CoreWords, createCoreWords } from '../../src-shared/i18n/core-words.ts';
import { en } from '../../src-shared/i18n/en.ts';
import { createFormatters } from '../../src-shared/i18n/formatters.ts';
import { type Language, pickLanguage } from '../../src-shared/i18n/languages.ts';
import { ru } from '../../src-shared/i18n/ru.ts';
import { zh } from '../../src-shared/i18n/zh.ts';

export type TextKey = KeysOf<typeof en.desktop, 'desktop.'> | KeysOf<typeof en.notice, 'notice.'>;
type KeysOf<T, Prefix extends string> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : KeysOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

export interface DesktopTexts {
  readonly language: Language;
  readonly say: Text;
  /** What the core says in English, in the same language. */
  readonly core: CoreWords;
}
export type Text = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

const RESOURCES = { en: { translation: en }, zh: { translation: zh }, ru: { translation: ru } };

/**
 * @param wanted  As in the settings: `system` takes the language of the operating system.
 * @param systemLanguages  For example `['de-DE', 'en-GB']`, the preferred one first.
 */
export function desktopTexts(wanted: string, systemLanguages: readonly string[]): DesktopTexts {
  const language = pickLanguage(wanted, systemLanguages);
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    resources: RESOURCES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const core = createCoreWords(language, (key, values) => instance.t(key, { ...values }), createFormatters(language));
  return { language, say: (key, values) => instance.t(key, { ...values }), core };
}
