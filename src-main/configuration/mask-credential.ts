/** Decides how much of a credential may be shown: enough to recognise one's own, never enough to guess it. */

/** Beginnings that name a kind of key and are no secret. Longest first. */
const KNOWN_PREFIXES = ['sk-ant-api03-', 'sk-ant-oat01-', 'sk-ant-api', 'sk-ant-oat', 'sk-ant-', 'sk-proj-', 'sk-or-v1-', 'sk-', 'cp-'];

/** Characters that must stay hidden before the last four may be shown: 16 of 62 kinds are more than 2^95 possibilities. */
const MIN_HIDDEN_CHARACTERS = 16;
const SHOWN_TAIL = 4;

/** @returns For example `sk-ant-…w3Qf`; a credential too short for that shows nothing, not even its length. */
export function maskCredential(plain: string): string {
  const prefix = KNOWN_PREFIXES.find((candidate) => plain.startsWith(candidate)) ?? '';
  if (plain.length - prefix.length - SHOWN_TAIL < MIN_HIDDEN_CHARACTERS) return '••••••••';
  return `${prefix}…${plain.slice(-SHOWN_TAIL)}`;
}
