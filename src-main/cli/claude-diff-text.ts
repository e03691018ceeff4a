/** A unified diff for the terminal. */
import type { TextStyle } from './text-style.ts';

export function paintDiff(style: TextStyle, diff: string): string {
  return (
    diff
      .trimEnd()
      .split('\n')
      // A tab is a control character and would not be printed.
      .map((line) => paintLine(style, line.replaceAll('\t', '    ')))
      .join('\n')
  );
}

function paintLine(style: TextStyle, line: string): string {
  if (/^(---|\+\+\+|@@)/.test(line)) return style.paint('faint', line);
  if (line.startsWith('+')) return style.paint('good', line);
  return style.paint(line.startsWith('-') ? 'bad' : 'plain', line);
}
