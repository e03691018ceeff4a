/** Which values in Claude Code's settings.json are ours to change, in the order in which they are listed; nothing else in it ever is. */

export const MODEL_KEYS = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_SMALL_FAST_MODEL',
] as const;
export type ModelKey = (typeof MODEL_KEYS)[number];

/** Variables, under `env`. */
export const OUR_ENV_KEYS = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'API_TIMEOUT_MS',
  'CLAUDE_CODE_ATTRIBUTION_HEADER',
  'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS',
  'CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS',
  ...MODEL_KEYS,
] as const;

/** Beside `env`: dotted, as people write them. */
const OTHER_KEYS = ['attribution.commit', 'attribution.pr'] as const;

export const OUR_KEYS = [...OUR_ENV_KEYS, ...OTHER_KEYS] as const;
export type OurKey = (typeof OUR_KEYS)[number];

/** Where a key stands in the file. */
export function pathOf(key: OurKey): readonly string[] {
  return OTHER_KEYS.some((other) => other === key) ? key.split('.') : ['env', key];
}
