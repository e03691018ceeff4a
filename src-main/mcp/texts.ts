/** Texts inside of JSON, wherever they stand. Keys are left alone. */

const INPUT = /\$\{input:([\w.-]+)\}/g;

/** A copy with every text replaced. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, mapTexts(item, change)]));
}

/** Ids of `${input:ID}`, each once, in order. */
export function inputIds(value: unknown): readonly string[] {
  const ids = new Set<string>();
  mapTexts(value, (text) => {
    for (const [, id] of text.matchAll(INPUT)) if (id !== undefined) ids.add(id);
    return text;
  });
  return [...ids];
}

/** Ids without a value stay. */
export function withInputs(value: unknown, inputs: Readonly<Record<string, string>>): unknown {
  return mapTexts(value, (text) => text.replaceAll(INPUT, (whole, id: string) => (Object.hasOwn(inputs, id) ? (inputs[id] ?? whole) : whole)));
}
