/** No path or variable that is meant has line ends in it, and no definition could hold all of them. */
import { AppError } from '../../src-shared/app-error.ts';

/** CONFIG_INVALID for control characters and halves of surrogate pairs. */
export function refuseControlCharacters(text: string, what: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  if (!/[\u0000-\u001f\u007f]/.test(text) && text.isWellFormed()) return;
  throw new AppError('CONFIG_INVALID', `${JSON.stringify(text)} cannot be written into ${what}: it holds a line end or another control character`);
}
