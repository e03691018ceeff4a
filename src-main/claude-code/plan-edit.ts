/** Decides which variables in Claude Code's settings.json connect it to the proxy, and what each change is for. Pure. */
import type { EnvEdit } from './edit-text.ts';
import type { Env } from './known-values.ts';

export interface ClaudeValues {
  /** For example `http://127.0.0.1:9000`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly apiTimeoutMs: number;
  readonly attributionHeader: boolean;
  readonly disableNonessentialTraffic: boolean;
}

/** All variables that are ours to change; nothing else in the file ever is. */
export const OUR_KEYS = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'API_TIMEOUT_MS',
  'CLAUDE_CODE_ATTRIBUTION_HEADER',
  'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
] as const;
export type OurKey = (typeof OUR_KEYS)[number];

const EXPLANATIONS: Readonly<Record<OurKey, string>> = {
  ANTHROPIC_BASE_URL: 'Sends the requests of Claude Code to the proxy on this machine.',
  ANTHROPIC_AUTH_TOKEN: 'The local token by which the proxy knows Claude Code. It is made afresh at every start and is no key of a provider.',
  ANTHROPIC_API_KEY: 'Set aside while the proxy is in use, because Claude Code would send it as well. It is put back afterwards.',
  API_TIMEOUT_MS: 'How long Claude Code waits for an answer to begin, so that there is time to try another endpoint.',
  CLAUDE_CODE_ATTRIBUTION_HEADER:
    'Whether requests begin with a line that names the client version; it differs between conversations and defeats prompt caches.',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: 'Keeps Claude Code from calling other servers beside the proxy, for example for telemetry.',
};

export function explanationOf(key: string): string {
  return OUR_KEYS.flatMap((ours) => (ours === key ? [EXPLANATIONS[ours]] : []))[0] ?? '';
}

/** @param env What is there without us. @returns Only real changes; values are strings, as environment variables are. */
export function planEdit(env: Env, values: ClaudeValues): readonly EnvEdit[] {
  const wanted: readonly EnvEdit[] = [
    { key: 'ANTHROPIC_BASE_URL', value: values.baseUrl },
    { key: 'ANTHROPIC_AUTH_TOKEN', value: values.token },
    { key: 'ANTHROPIC_API_KEY', value: undefined },
    { key: 'API_TIMEOUT_MS', value: String(values.apiTimeoutMs) },
    // "On" is what the client does by itself: a user who switched it off in this file has decided already.
    { key: 'CLAUDE_CODE_ATTRIBUTION_HEADER', value: values.attributionHeader ? (env.CLAUDE_CODE_ATTRIBUTION_HEADER ?? '1') : '0' },
    // Older clients take any value for yes, "0" too; so "no" is to leave it as the user has it.
    {
      key: 'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
      value: values.disableNonessentialTraffic ? '1' : env.CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC,
    },
  ];
  return wanted.filter(({ key, value }) => env[key] !== value);
}

/** The same variables for a process of its own, where nothing has to be put back. */
export function launchEnv(values: ClaudeValues): Readonly<Record<string, string>> {
  return Object.fromEntries(planEdit({}, values).flatMap(({ key, value }) => (typeof value === 'string' ? [[key, value] as const] : [])));
}
