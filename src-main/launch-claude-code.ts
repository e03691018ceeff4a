/** Joins what launching Claude Code through a proxy takes, so that the CLI need not know the folder that edits Claude Code's files. */
import type { AppSettings } from '../src-shared/schemas/settings.ts';
import { findClient } from './claude-code/find-client.ts';
import { launchClient } from './claude-code/launch-client.ts';
import { valuesOf } from './claude-values.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface LaunchRequest {
  /** As findClaudeCode found it. */
  readonly program: string;
  /** Claude Code's own arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  /** Base URL of the proxy. */
  readonly proxyUrl: string;
  /** Local token. */
  readonly token: string;
  readonly settings: AppSettings['claude'];
  /** The folder of all launches. */
  readonly launches: string;
}

/** Absolute path of the program; asked for first, so that nothing is started in vain. Rejects with PROGRAM_NOT_FOUND. */
export function findClaudeCode(environment: Environment): Promise<string> {
  return findClient({ environment });
}

/** Resolves to Claude Code's exit code. @throws as launchClient does: PROGRAM_NOT_FOUND, CONFIG_INVALID. */
export function launchClaudeCode({ program, args, cwd, environment, proxyUrl, token, settings, launches }: LaunchRequest): Promise<number> {
  const values = valuesOf(settings, proxyUrl, token);
  return launchClient({ program, args, cwd, environment, values, launches });
}
