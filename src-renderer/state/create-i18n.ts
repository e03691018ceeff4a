/** Sets up the strings. Further languages are added to LANGUAGES as they are filled in. */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../../src-shared/i18n/en.ts';

export const LANGUAGES = { en: { app: en } } as const;
export type Language = keyof typeof LANGUAGES;

/** @param wanted the setting; `system` takes the first of the browser's languages that there is, else English. */
export function pickLanguage(wanted: string, systemLanguages: readonly string[]): Language {
  const candidates = wanted === 'system' ? systemLanguages : [wanted];
  const known = Object.keys(LANGUAGES);
  const found = candidates.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag !== undefined && known.includes(tag));
  return found === 'en' ? found : 'en';
}

export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'app',
    resources: LANGUAGES,
    // The strings are here already, and React escapes what it renders.
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}
