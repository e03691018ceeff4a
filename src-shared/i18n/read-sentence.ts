/**
 * Recognises what the core said in English, so that it can be said in another language. The templates are the sentences of
 * `en/core.ts`; whatever stands at a `{{name}}` is kept as it is, because it comes from users, endpoints or the system.
 */

export interface Sentence {
  /** Key of the template, as in the table. */
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

export type ReadSentence = (text: string) => Sentence | null;

/** @param templates  Key to English text. Of several that fit, the one with the most words of its own wins. */
export function sentenceReader(templates: Readonly<Record<string, string>>): ReadSentence {
  const patterns = Object.entries(templates)
    .map(([key, template]) => ({ key, pattern: patternOf(template), weight: template.replaceAll(PLACE, '').length }))
    .toSorted((a, b) => b.weight - a.weight);
  return (text) => {
    for (const { key, pattern } of patterns) {
      const found = pattern.exec(text);
      if (found !== null) return { key, values: { ...found.groups } };
    }
    return null;
  };
}

const PLACE = /\{\{(\w+)\}\}/g;

function patternOf(template: string): RegExp {
  const source = template.replaceAll(/[.*+?^$()|[\]\\/-]/g, '\\$&').replaceAll(PLACE, '(?<$1>[\\s\\S]*?)');
  return new RegExp(`^${source}$`);
}
