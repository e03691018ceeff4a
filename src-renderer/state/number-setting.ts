/** Numbers of the settings as people write them: in seconds or minutes, with a comma or a point. */

/**
 * @param unitSize how much of the stored unit one of the entered is, for example 1000 for seconds stored as ms.
 * @returns the value to store, whole; null when the text is no number. Limits are the core's to check: a number that is too large to
 *   be exact becomes the largest that is.
 */
export function readNumber(text: string, unitSize: number): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  const value = Math.round(Number(plain) * unitSize);
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** The stored value in the entered unit, without trailing zeros. */
export function writeNumber(value: number, unitSize: number): string {
  return String(Math.round((value / unitSize) * 1_000) / 1_000);
}
