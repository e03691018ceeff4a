/** Decides what our values in Claude Code's settings.json shall be, and says what each is for. Pure. */
import { type ModelKey, OUR_KEYS, type OurKey, pathOf } from '../../src-shared/claude-keys.ts';
import { claudeKeys } from '../../src-shared/i18n/en/claude-code.ts';
import type { JsonEdit } from './edit-json.ts';
import { valueAt } from './json-text.ts';

/** What is left out or true of the last five is as the client does by itself: nothing is written for it. */
export interface ClaudeValues {
  /** For example `http://127.0.0.1:9000`. */
  readonly baseUrl: string;
  readonly token: string;
  readonly apiTimeoutMs: number;
  readonly attributionHeader: boolean;
  readonly disableNonessentialTraffic: boolean;
  readonly experimentalBetas?: boolean | undefined;
  readonly agentTeams?: boolean | undefined;
  readonly commitAttribution?: boolean | undefined;
  /** By variable; null: not ours to say. */
  readonly models?: Readonly<Partial<Record<ModelKey, string | null>>> | undefined;
}

export interface SettingEdit extends JsonEdit {
  readonly key: OurKey;
}

export function explanationOf(key: string): string {
  const text = valueAt(claudeKeys, key.split('.'));
  return typeof text === 'string' ? text : '';
}

/**
 * @param settings What the file holds without us.
 * @returns Only real changes; variables are strings, as in an environment.
 */
export function planEdit(settings: Readonly<Record<string, unknown>>, values: ClaudeValues): readonly SettingEdit[] {
  const before = (key: OurKey) => valueAt(settings, pathOf(key));
  const wanted: Readonly<Record<OurKey, unknown>> = {
    ANTHROPIC_BASE_URL: values.baseUrl,
    ANTHROPIC_AUTH_TOKEN: values.token,
    ANTHROPIC_API_KEY: undefined,
    API_TIMEOUT_MS: String(values.apiTimeoutMs),
    // "On" is what the client does by itself: a user who switched it off in this file has decided already.
    CLAUDE_CODE_ATTRIBUTION_HEADER: values.attributionHeader ? (before('CLAUDE_CODE_ATTRIBUTION_HEADER') ?? '1') : '0',
    // Older clients take any value of these three for yes, "0" too; so "no" is to leave them as the user has them.
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: values.disableNonessentialTraffic ? '1' : before('CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC'),
    CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: values.experimentalBetas === false ? '1' : before('CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'),
    CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS: values.agentTeams === true ? '1' : before('CLAUDE_CODE_EXPERIMENTAL_AGENT_TEAMS'),
    ANTHROPIC_MODEL: values.models?.ANTHROPIC_MODEL ?? before('ANTHROPIC_MODEL'),
    ANTHROPIC_DEFAULT_OPUS_MODEL: values.models?.ANTHROPIC_DEFAULT_OPUS_MODEL ?? before('ANTHROPIC_DEFAULT_OPUS_MODEL'),
    ANTHROPIC_DEFAULT_SONNET_MODEL: values.models?.ANTHROPIC_DEFAULT_SONNET_MODEL ?? before('ANTHROPIC_DEFAULT_SONNET_MODEL'),
    ANTHROPIC_DEFAULT_HAIKU_MODEL: values.models?.ANTHROPIC_DEFAULT_HAIKU_MODEL ?? before('ANTHROPIC_DEFAULT_HAIKU_MODEL'),
    ANTHROPIC_SMALL_FAST_MODEL: values.models?.ANTHROPIC_SMALL_FAST_MODEL ?? before('ANTHROPIC_SMALL_FAST_MODEL'),
    'attribution.commit': values.commitAttribution === false ? '' : before('attribution.commit'),
    'attribution.pr': values.commitAttribution === false ? '' : before('attribution.pr'),
  };
  return OUR_KEYS.flatMap((key) => (before(key) === wanted[key] ? [] : [{ key, path: pathOf(key), value: wanted[key] }]));
}

/** The same for a process of its own, where nothing has to be put back: what a settings file for it holds. */
export function launchSettings(values: ClaudeValues): {
  readonly env: Readonly<Record<string, string>>;
  readonly attribution?: { readonly commit: string; readonly pr: string };
} {
  const env = Object.fromEntries(
    planEdit({}, values).flatMap(({ path, value }) => {
      const name = path[0] === 'env' ? path[1] : undefined;
      return name !== undefined && typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
  return { env, ...(values.commitAttribution === false ? { attribution: { commit: '', pr: '' } } : {}) };
}

/** Its variables. */
export function launchEnv(values: ClaudeValues): Readonly<Record<string, string>> {
  return launchSettings(values).env;
}
