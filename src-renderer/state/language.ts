/**
 * The language that is wanted. The setting lives in the core; a copy in localStorage lets the next visit begin in the right
 * language, and the log-in page speak it, before the core has answered.
 */
import { LANGUAGES } from '../../src-shared/i18n/languages.ts';

export const WANTED_LANGUAGES = ['system', ...LANGUAGES] as const;
export type WantedLanguage = (typeof WANTED_LANGUAGES)[number];

const STORAGE_KEY = 'code-proxy-language';

export function rememberedLanguage(): WantedLanguage {
  const stored = localStorage.getItem(STORAGE_KEY);
  return WANTED_LANGUAGES.find((language) => language === stored) ?? 'system';
}

export function rememberLanguage(language: WantedLanguage): void {
  localStorage.setItem(STORAGE_KEY, language);
}
