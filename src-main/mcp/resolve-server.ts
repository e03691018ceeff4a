/** What Claude Code would start or reach for a stored server or a draft: for a test of it. Holds secrets, so it stays in the core. */
import { homedir } from 'node:os';
import { AppError } from '../../src-shared/app-error.ts';
import { mcpProblemWords } from '../../src-shared/mcp-problem-words.ts';
import type { McpConfig, McpScope } from '../../src-shared/schemas/mcp.ts';
import type { McpTestTarget } from '../../src-shared/schemas/mcp-test.ts';
import { applyDraft } from './apply-draft.ts';
import { readEntry } from './entry.ts';
import { maskEntry } from './mask-entry.ts';
import type { McpRegistry } from './mcp-registry.ts';
import type { ResolvedMcpServer } from './resolved-config.ts';
import { inputIds } from './texts.ts';
import { type Environment, withVariables } from './variables.ts';
import { needsWrapping, wrapped } from './windows-wrap.ts';

export interface ResolveOptions {
  readonly registry: Pick<McpRegistry, 'find'>;
  readonly environment: Environment;
  readonly isWindows: boolean;
}

/** @throws MCP_SERVER_NOT_FOUND, KEY_UNAVAILABLE; CONFIG_INVALID when it is broken or something in it is not filled in. */
export async function resolveServer(target: McpTestTarget, { registry, environment, isWindows }: ResolveOptions): Promise<ResolvedMcpServer> {
  const { entry, scope } = await entryOf(target, { registry, isWindows });
  const { config, problem } = readEntry(entry);
  if (problem !== null) throw new AppError('CONFIG_INVALID', mcpProblemWords(problem));
  if (config === null) throw new AppError('CONFIG_INVALID', 'servers of this type cannot be tested here');
  const ids = inputIds(config);
  if (ids.length > 0) throw new AppError('CONFIG_INVALID', mcpProblemWords({ code: 'input-missing', values: { ids: ids.join(', ') } }));
  const filled = withVariables(config, environment);
  // Secrets that variables brought in count as well; they may stand where the entry itself shows only their name.
  const secrets = [...maskEntry(entry).secrets, ...maskEntry(filled).secrets].map(({ secret }) => secret);
  return {
    config: filled.type === 'stdio' ? started(filled, isWindows) : filled,
    folder: scope.kind === 'user' ? homedir() : scope.project,
    secrets: [...new Set(secrets)],
  };
}

/** The client keeps `cwd` and does not obey it (measured with 2.1.329); a test that did would promise too much. */
function started(config: Extract<McpConfig, { type: 'stdio' }>, isWindows: boolean): McpConfig {
  return { ...config, cwd: null, ...(isWindows && needsWrapping(config.command) ? wrapped(config) : {}) };
}

async function entryOf(
  target: McpTestTarget,
  { registry, isWindows }: Pick<ResolveOptions, 'registry' | 'isWindows'>,
): Promise<{ readonly entry: unknown; readonly scope: McpScope }> {
  if ('ref' in target) return { entry: (await registry.find(target.ref)).entry, scope: target.ref.scope };
  const stored = target.from === null ? undefined : (await registry.find(target.from)).entry;
  return { entry: applyDraft(stored, target.draft, { isWindows }), scope: target.scope };
}
