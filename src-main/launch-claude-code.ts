/** Joins what launching Claude Code through a proxy takes, so that the CLI need not know the folder that edits Claude Code's files. */
import type { AppSettings } from '../src-shared/schemas/settings.ts';
import { launchClient } from './claude-code/launch-client.ts';

export interface LaunchRequest {
  /** Claude Code's own arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly proxyUrl: string;
  readonly token: string;
  readonly settings: AppSettings['claude'];
}

/** Resolves to Claude Code's exit code. @throws as launchClient does: PROGRAM_NOT_FOUND, CONFIG_INVALID. */
export function launchClaudeCode({ args, cwd, environment, proxyUrl, token, settings }: LaunchRequest): Promise<number> {
  const { apiTimeoutMs, attributionHeader, disableNonessentialTraffic } = settings;
  return launchClient({ args, cwd, environment, values: { baseUrl: proxyUrl, token, apiTimeoutMs, attributionHeader, disableNonessentialTraffic } });
}
