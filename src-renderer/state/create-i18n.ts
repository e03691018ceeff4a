/** Sets up the strings. English is always there, as what others fall back to; another language is loaded when it is first shown. */
import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../../src-shared/i18n/en.ts';
import { LANGUAGE_TAGS, type Language } from '../../src-shared/i18n/languages.ts';

const NAMESPACE = 'app';

const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<object>>> = {
  zh: async () => (await import('../../src-shared/i18n/zh.ts')).zh,
  ru: async () => (await import('../../src-shared/i18n/ru.ts')).ru,
};

/** Ready at once, in English. */
export function createI18n(): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: NAMESPACE,
    resources: { en: { app: en } },
    // The strings are here already, and React escapes what it renders.
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return instance;
}

/**
 * Shows everything in `language`, and tells the document. Rejects when its strings cannot be loaded; what was shown stays then.
 *
 * @param isStillWanted  Asked after loading: somebody may have chosen another one meanwhile.
 */
export async function showLanguage(instance: i18n, language: Language, isStillWanted: () => boolean = () => true): Promise<void> {
  if (language !== 'en' && !instance.hasResourceBundle(language, NAMESPACE)) {
    instance.addResourceBundle(language, NAMESPACE, await LOADERS[language]());
  }
  if (!isStillWanted()) return;
  if (instance.language !== language) await instance.changeLanguage(language);
  document.documentElement.lang = LANGUAGE_TAGS[language];
}
