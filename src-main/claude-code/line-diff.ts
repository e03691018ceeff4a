/** A unified diff of two texts for people, with credentials masked. Small, because the texts differ in a few lines. */

/** Unchanged lines around each change. */
const CONTEXT_LINES = 3;

/** Beyond this many differing lines the texts are shown as one replaced block: comparing costs the square of it. */
const MAX_COMPARED_LINES = 1_000;

type Line = readonly [mark: ' ' | '-' | '+', text: string];

/** @returns Unified diff with `---`, `+++` and hunks; empty when the texts are equal. */
export function unifiedDiff(before: string, after: string, file: string): string {
  if (before === after) return '';
  const lines = compare(split(before), split(after));
  return `--- ${file}\n+++ ${file}\n${hunks(lines).join('')}`;
}

/** How keys and tokens of well-known services begin: they give themselves away under any name, in lists of arguments too. */
const KEY_SHAPE = /(["=\s])(?:sk-|pk-|gh[opsu]_|github_pat_|glpat-|xox[abeprs]-|AIza|AKIA|eyJ)[\w.+/=-]{6,}/g;

/** Values that are credentials by the name of their key or by their own look, wherever they stand, and credentials in URLs and headers. */
export function maskText(text: string): string {
  return text
    .replace(
      /("[^"\n]*(?:token|key|secret|passw|auth|credential|headers|cookie)[^"\n]*"\s*:\s*)"((?:[^"\\\n]|\\.)*)"/gi,
      (_all, key: string, value: string) => {
        return `${key}"${maskValue(value)}"`;
      },
    )
    .replace(KEY_SHAPE, '$1••••')
    .replace(/(:\/\/)[^/\s"@]+@/g, '$1••••@')
    .replace(/\b(Bearer\s+)[^\s"]+/gi, '$1••••');
}

/** The beginning that tells the kind of a local token, and nothing of any other. */
export function maskValue(value: string): string {
  if (value === '') return '';
  return value.startsWith('cp-') ? 'cp-••••' : '••••';
}

function split(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (texts: readonly string[]): Line[] => texts.map((text) => [' ', text]);
  const middle = longest(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/** By the longest common subsequence. */
function longest(before: readonly string[], after: readonly string[]): readonly Line[] {
  const replaced: Line[] = [...before.map((text): Line => ['-', text]), ...after.map((text): Line => ['+', text])];
  if (before.length > MAX_COMPARED_LINES || after.length > MAX_COMPARED_LINES) return replaced;
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push([' ', old]);
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(['-', old]);
      i += 1;
    } else if (fresh !== undefined) {
      lines.push(['+', fresh]);
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[]): readonly string[] {
  const shown = new Set<number>();
  lines.forEach(([mark], index) => {
    if (mark === ' ') return;
    for (let near = index - CONTEXT_LINES; near <= index + CONTEXT_LINES; near += 1) shown.add(near);
  });
  const result: string[] = [];
  let body = '';
  let start = { old: 0, fresh: 0 };
  let at = { old: 0, fresh: 0 };
  const close = () => {
    if (body !== '') result.push(`@@ -${range(start.old, at.old)} +${range(start.fresh, at.fresh)} @@\n${body}`);
    body = '';
  };
  lines.forEach(([mark, text], index) => {
    if (!shown.has(index)) close();
    else if (body === '') start = at;
    if (shown.has(index)) body += `${mark}${text.endsWith('\n') ? text.replace(/\r?\n$/, '\n') : `${text}\n\\ No newline at end of file\n`}`;
    at = { old: at.old + (mark === '+' ? 0 : 1), fresh: at.fresh + (mark === '-' ? 0 : 1) };
  });
  close();
  return result;
}

function range(from: number, to: number): string {
  const count = to - from;
  return `${count === 0 ? from : from + 1}${count === 1 ? '' : `,${count}`}`;
}
