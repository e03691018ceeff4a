/** What the app's settings say about Claude Code, as its files are to hold it. */
import type { AppSettings } from '../src-shared/schemas/settings.ts';
import type { ClaudeValues } from './claude-code/plan-edit.ts';

/** @param baseUrl Of the proxy. @param token A local one. */
export function valuesOf(settings: AppSettings['claude'], baseUrl: string, token: string): ClaudeValues {
  const { apiTimeoutMs, attributionHeader, disableNonessentialTraffic, experimentalBetas, agentTeams, commitAttribution } = settings;
  const models = {
    ANTHROPIC_MODEL: settings.model,
    ANTHROPIC_DEFAULT_OPUS_MODEL: settings.opusModel,
    ANTHROPIC_DEFAULT_SONNET_MODEL: settings.sonnetModel,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: settings.haikuModel,
    ANTHROPIC_SMALL_FAST_MODEL: settings.smallFastModel,
  };
  return { baseUrl, token, apiTimeoutMs, attributionHeader, disableNonessentialTraffic, experimentalBetas, agentTeams, commitAttribution, models };
}
