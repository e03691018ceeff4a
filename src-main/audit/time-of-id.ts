/** When an exchange began, as its id says: a UUID of version 7 begins with the Unix time in ms. */

const VERSION_7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i;

/** Unix ms; null when it is no such id. */
export function timeOfId(id: string): number | null {
  const [, high, low] = VERSION_7.exec(id) ?? [];
  return high === undefined || low === undefined ? null : Number.parseInt(high + low, 16);
}
