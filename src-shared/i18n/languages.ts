/** Which languages there are, how they are called, and which one a user gets. */

export const LANGUAGES = ['en', 'zh', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words: whoever looks for it may not read the one that is shown. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文', ru: 'Русский' };

/** For the `lang` attribute. Chinese says which script, because the same characters have other shapes in Japanese fonts. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-Hans', ru: 'ru' };

/**
 * @param wanted  The setting; `system` takes the first of the system's languages that there is.
 * @param systemLanguages  BCP 47 tags, the preferred one first.
 * @returns English when nothing fits.
 */
export function pickLanguage(wanted: string, systemLanguages: readonly string[]): Language {
  const candidates = wanted === 'system' ? systemLanguages : [wanted];
  for (const tag of candidates) {
    const found = LANGUAGES.find((language) => language === tag.toLowerCase().split(/[-_]/)[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}
