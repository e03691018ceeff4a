/** Decides which names announce a secret and which words look like one. Rather too much is masked than too little. */

const SECRET_NAME =
  /apikey|key$|token|secret|passw|passphrase|pwd|auth(?!or(?!iz))|credential|cookie|session|bearer|signature|private|dsn$|connectionstring|pat$|jwt/;
/** `MAX_TOKENS=4096` and the like. */
const AMOUNT_NAME = /max|limit|count|budget|tokens$/;
const AMOUNT = /^\d{1,9}$/;
const SWITCH = /^(true|false|yes|no|on|off|0|1)?$/i;

/** Headers that say nothing about who asks. All others are taken for secret. */
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-language',
  'cache-control',
  'content-type',
  'mcp-protocol-version',
  'user-agent',
  'x-client-name',
]);

/** Beginnings of keys that are in use. */
const KNOWN_BEGINNING =
  /^(sk-|pk-|sk_|pk_|rk_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|AKIA|ASIA|AIza|ya29\.|npm_|hf_|figd_|ctx7sk|tvly-|BSA|fc-|lin_api_|ntn_|secret_|sntrys_|dop_v1_|shpat_|SG\.|cp-)/;
const SHORTEST_KNOWN = 12;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** A run of letters and digits that nobody made up by hand. */
const RANDOM_RUN = /[A-Za-z0-9]{20,}/g;
const FEWEST_DIGITS = 3;

export function isSecretName(name: string, value: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (!SECRET_NAME.test(plain) || SWITCH.test(value)) return false;
  return !(AMOUNT_NAME.test(plain) && AMOUNT.test(value));
}

export function isHarmlessHeader(name: string): boolean {
  return HARMLESS_HEADERS.has(name.toLowerCase());
}

export function looksSecret(word: string): boolean {
  if (UUID.test(word)) return true;
  if (KNOWN_BEGINNING.test(word) && word.length >= SHORTEST_KNOWN) return true;
  return (word.match(RANDOM_RUN) ?? []).some((run) => /[A-Za-z]/.test(run) && run.replaceAll(/\D/g, '').length >= FEWEST_DIGITS);
}
