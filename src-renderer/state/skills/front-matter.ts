/** The front matter of a SKILL.md as rows of a table. Needs a YAML reader, so it belongs to what is loaded late. */
import { parse } from 'yaml';
import { z } from 'zod';

export interface FrontMatterRow {
  readonly key: string;
  /** Texts as they are, lists joined by commas, everything else as JSON. */
  readonly value: string;
}

/** `rows` is null where it is not a mapping that can be read; the text can be shown as it is. */
export interface FrontMatter {
  readonly text: string;
  readonly rows: readonly FrontMatterRow[] | null;
}

const mappingSchema = z.record(z.string(), z.unknown());

/**
 * @param text  SKILL.md as it is.
 * @param body  Its end, without the front matter.
 * @returns Null where there is none.
 */
export function readFrontMatter(text: string, body: string): FrontMatter | null {
  const head = text.endsWith(body) ? text.slice(0, text.length - body.length) : '';
  const inner = /^\uFEFF?---[^\S\n]*\r?\n([\s\S]*?)\r?\n?---\s*$/.exec(head)?.[1] ?? null;
  if (inner === null || inner.trim() === '') return null;
  try {
    const mapping = mappingSchema.safeParse(parse(inner, { logLevel: 'error' }));
    return { text: inner, rows: mapping.success ? Object.entries(mapping.data).map(([key, value]) => ({ key, value: write(value) })) : null };
  } catch {
    return { text: inner, rows: null };
  }
}

function write(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
