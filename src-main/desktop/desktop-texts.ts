/** The sentences of tray, menus, notices and dialogs, from the same source as the dashboard's. */
import i18next from 'i18next';
import { en } from '../../src-shared/i18n/en.ts';

export type Text = (key: string, values?: Readonly<Record<string, string>>) => string;

/** Languages that exist so far; any other falls back to English. */
const RESOURCES = { en: { translation: en } };

/**
 * @param language  As in the settings: `system` takes the language of the operating system.
 * @param systemLanguage  For example `de-DE`.
 */
export function desktopTexts(language: string, systemLanguage: string): Text {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language === 'system' ? systemLanguage : language,
    fallbackLng: 'en',
    resources: RESOURCES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return (key, values) => instance.t(key, { ...values });
}
