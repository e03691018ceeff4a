/** How the CLI's text looks: colours only where they are seen and wanted, and tables without borders. */
import { stripVTControlCharacters, styleText } from 'node:util';

export type Tone = 'plain' | 'strong' | 'faint' | 'good' | 'warning' | 'bad';

export interface TextStyle {
  paint(tone: Tone, text: string): string;
  /** Terminal width in columns; null: unlimited. */
  readonly columns: number | null;
}

const FORMATS = { strong: 'bold', faint: 'dim', good: 'green', warning: 'yellow', bad: 'red' } as const;

/**
 * Colours go to terminals only, unless NO_COLOR (https://no-color.org) or TERM=dumb says otherwise. Control characters that
 * come with the data never reach the terminal: an endpoint may be called anything.
 */
export function createTextStyle(options: {
  readonly isTerminal: boolean;
  readonly columns: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): TextStyle {
  const { NO_COLOR: noColor, TERM: term } = options.environment;
  const isColoured = options.isTerminal && (noColor === undefined || noColor === '') && term !== 'dumb';
  return {
    paint(tone, text) {
      const clean = printable(text);
      return tone === 'plain' || !isColoured ? clean : styleText(FORMATS[tone], clean, { validateStream: false });
    },
    columns: options.columns,
  };
}

/** `text` without terminal escapes and control characters; line ends stay. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  return stripVTControlCharacters(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
}
