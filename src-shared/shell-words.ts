/**
 * Text typed by a person into words as a shell would make them, and words into text that a shell reads as just these words.
 * Nothing is expanded: `$HOME`, `*` and `~` are letters.
 */

/** `windows`: a backslash is a letter and only double quotes group, as its programs read their command lines. */
export type WordDialect = 'posix' | 'windows';

export type ShellWords = { readonly isOk: true; readonly words: readonly string[] } | { readonly isOk: false; readonly problem: string };

export function parseShellWords(text: string, dialect: WordDialect = 'posix'): ShellWords {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote === null && /\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (letter === quote) quote = null;
    else if (quote === null && (letter === '"' || (letter === "'" && dialect === 'posix'))) {
      quote = letter;
      word ??= '';
    } else if (letter === '\\' && escapes(text.charAt(at + 1), quote, dialect)) {
      at += 1;
      // A line that goes on: neither backslash nor line end is meant.
      word = (word ?? '') + (text.charAt(at) === '\n' ? '' : text.charAt(at));
    } else word = (word ?? '') + letter;
  }
  if (quote !== null) return { isOk: false, problem: `a quotation mark (${quote}) is not closed` };
  if (word !== null) words.push(word);
  return { isOk: true, words };
}

/** Whether a backslash takes away the meaning of `next`. */
function escapes(next: string, quote: '"' | "'" | null, dialect: WordDialect): boolean {
  if (next === '' || quote === "'") return false;
  if (dialect === 'windows') return next === '"';
  return quote === null || ['"', '\\', '$', '`', '\n'].includes(next);
}

/** As sh reads it. Words of harmless letters stay as they are. */
export function quoteForShell(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As cmd.exe and programs of Windows read a typed line; `%` cannot be protected there. */
export function quoteForWindows(word: string): string {
  if (/^[A-Za-z0-9_@+=:,./\\-]+$/.test(word)) return word;
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
