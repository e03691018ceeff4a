/**
 * Lays JSON out in lines, without parsing it: a body that is cut, or only partly loaded, is laid out as far as it goes, and
 * numbers and escapes stay as they were written. Text that is no JSON stays in its own lines.
 */

export interface TextLine {
  /** Steps of indentation. */
  readonly depth: number;
  readonly text: string;
  /** Index of the line that closes what this line opens; null when it opens nothing, or nothing closes it. */
  readonly closedBy: number | null;
}

const SPACE = /[ \t\r\n]+/y;
/** A scalar, or whatever else stands there. */
const WORD = /[^ \t\r\n{}[\],:"]+/y;

interface OpenLine {
  depth: number;
  text: string;
  closedBy: number | null;
}

export function layOutText(text: string): readonly TextLine[] {
  return /^\s*[{[]/.test(text) ? layOutJson(text) : text.split(/\r\n|\n|\r/).map((line) => ({ depth: 0, text: line, closedBy: null }));
}

export function layOutJson(text: string): readonly TextLine[] {
  const lines: OpenLine[] = [];
  const openers: number[] = [];
  let line = '';
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const end = () => {
    if (line !== '') lines.push({ depth: openers.length, text: line, closedBy: null });
    line = '';
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '"') {
      const from = at;
      at = endOfString(text, from);
      line += text.slice(from, at);
    } else if (char === '{' || char === '[') {
      at += 1;
      take(SPACE);
      const closer = char === '{' ? '}' : ']';
      if (text[at] === closer) {
        line += char + closer;
        at += 1;
      } else {
        lines.push({ depth: openers.length, text: line + char, closedBy: null });
        line = '';
        openers.push(lines.length - 1);
      }
    } else if (char === '}' || char === ']') {
      end();
      const opener = lines[openers.pop() ?? -1];
      if (opener !== undefined) opener.closedBy = lines.length;
      line = char;
      at += 1;
    } else if (char === ',') {
      line += char;
      at += 1;
      end();
    } else if (char === ':') {
      line += ': ';
      at += 1;
    } else if (take(SPACE) === '') line += take(WORD);
  }
  end();
  return lines;
}

/** Behind the closing quote of the string that begins at `start`, or the end of the text. Not a pattern: strings may be megabytes long. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let slash = quote;
    while (slash > at && text[slash - 1] === '\\') slash -= 1;
    at = quote + 1;
    // An odd number of backslashes escapes the quote.
    if (((quote - slash) & 1) === 0) return at;
  }
}

/** Indexes of the lines that show while those in `folded` are folded. */
export function visibleLines(lines: readonly TextLine[], folded: ReadonlySet<number>): readonly number[] {
  const visible: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    visible.push(index);
    const closedBy = lines[index]?.closedBy ?? null;
    // The closing line is part of the folded one.
    if (closedBy !== null && folded.has(index)) index = closedBy;
  }
  return visible;
}
