/** Cuts a command line that was pasted into the command field into program and arguments, as a shell would: quotes and backslashes count. Pure. */

/** @returns Null when a quote is not closed. */
export function splitCommand(line: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? '';
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(line[index + 1] ?? '')) {
        index += 1;
        word = `${word ?? ''}${line[index]}`;
      } else word = `${word ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ''}${character}`;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}
