/** What is shown of one MCP server: its entry with secrets masked, and what is wrong with it. */
import { MCP_NAME, type McpConfig, type McpProblem, type McpRef, type McpServer, mcpConfigSchema } from '../../src-shared/schemas/mcp.ts';
import { type ReadEntry, readEntry } from './entry.ts';
import type { KeptEntry } from './kept-servers.ts';
import { maskEntry } from './mask-entry.ts';
import { maskWithin } from './mask-text.ts';
import { inputIds } from './texts.ts';
import { type Environment, missingVariables } from './variables.ts';

export type HeldServer = McpRef & { readonly isEnabled: boolean; readonly kept: KeptEntry };

/** `approval` and `shadowedBy` are for those who know the other servers. */
export function serverView({ scope, name, isEnabled, kept }: HeldServer, environment: Environment): McpServer {
  const bare = { scope, name, isEnabled, approval: null, shadowedBy: null };
  if (kept.kind === 'unreadable') {
    const problem: McpProblem = { code: 'kept-unreadable', values: { reason: kept.reason } };
    return { ...bare, config: null, json: '', otherKeys: [], isWrapped: false, problem };
  }
  const read = readEntry(kept.entry);
  return {
    ...bare,
    config: read.config === null ? null : maskedConfig(read.config),
    json: JSON.stringify(maskEntry(kept.entry).value, null, 2),
    otherKeys: [...read.otherKeys],
    isWrapped: read.isWrapped,
    problem: problemOf(name, read, environment),
  };
}

export function maskedConfig(config: McpConfig): McpConfig {
  return mcpConfigSchema.parse(maskEntry(config).value);
}

/** The first thing that is wrong; what keeps Claude Code from using it goes before what only may. */
export function problemOf(name: string, { problem, config }: Pick<ReadEntry, 'problem' | 'config'>, environment: Environment): McpProblem | null {
  if (problem !== null) return masked(problem);
  if (!MCP_NAME.test(name)) return { code: 'name-invalid', values: { name } };
  if (config === null) return null;
  const ids = inputIds(config);
  if (ids.length > 0) return { code: 'input-missing', values: { ids: ids.join(', ') } };
  const names = missingVariables(config, environment);
  return names.length > 0 ? { code: 'variable-missing', values: { names: names.join(', ') } } : null;
}

/** A broken URL may hold a secret. */
function masked({ code, values }: McpProblem): McpProblem {
  return { code, values: Object.fromEntries(Object.entries(values).map(([key, text]) => [key, maskWithin(text).text])) };
}
