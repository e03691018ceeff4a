/** A language's texts by their dotted keys, in the order of the files. */

interface Texts {
  readonly [key: string]: string | Texts;
}

export function flatTexts(texts: Texts, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, text]): [string, string][] =>
      typeof text === 'string' ? [[`${prefix}${key}`, text]] : [...flatTexts(text, `${prefix}${key}.`)],
    ),
  );
}
