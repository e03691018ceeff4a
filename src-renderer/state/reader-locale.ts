/** Which locale the reader's own habits come from: the region of the browser, when it is one of the language that is shown. */
export function readerLocale(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language.split('-')[0]) ?? language;
}
