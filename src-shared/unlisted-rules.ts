/** What the verdicts and rests are called that no rule of the list made. */

/** By rule id; the ids of failover/judge-attempt.ts and failover/rests.ts. */
export const UNLISTED_RULE_TITLES: ReadonlyMap<string, string> = new Map([
  ['unmatched', 'No rule matched'],
  ['by-hand', 'Rested by hand'],
]);
