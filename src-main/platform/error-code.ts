/** Reads the code of a system error, such as ENOENT, from whatever was thrown. */

/** Null when it has none. */
export function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
