/**
 * Knows what Claude Code itself does not read in its settings.json, though an editor does: it takes plain JSON, and of a file
 * with a comment or a trailing comma nothing is in effect at all (measured, decision 0041). Pure.
 */
import { createScanner } from 'jsonc-parser';
import { readSettingsText } from './settings-text.ts';

export interface Unread {
  readonly what: 'a comment' | 'a trailing comma';
  /** From 1; of the first one. */
  readonly line: number;
}

/** Null when the client reads the file. @throws CLAUDE_SETTINGS_BROKEN */
export function unreadByClient(bytes: Buffer, file: string): Unread | null {
  const { text, isPlain } = readSettingsText(bytes, file, []);
  if (isPlain) return null;
  const scanner = createScanner(text, false);
  let comma: number | null = null;
  for (;;) {
    scanner.scan();
    const offset = scanner.getTokenOffset();
    const first = text[offset];
    if (first === undefined) return null;
    if (first === '/') return { what: 'a comment', line: lineAt(text, offset) };
    if (comma !== null && (first === '}' || first === ']')) return { what: 'a trailing comma', line: lineAt(text, comma) };
    if (first === ',') comma = offset;
    else if (first.trim() !== '') comma = null;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
