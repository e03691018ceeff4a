/** An MCP server as Claude Code would start or reach it now: secrets in clear, variables put in, `cmd /c` before what needs it. Never leaves the core. */
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';
import type { McpTestTarget } from '../../src-shared/schemas/mcp-test.ts';

export interface ResolvedMcpServer {
  readonly config: McpConfig;
  /** Where a stdio server is started: the project, or the user's home for one that is for every project. Absolute. */
  readonly folder: string;
  /** Texts that may be shown nowhere, for redaction. */
  readonly secrets: readonly string[];
}

/** @throws MCP_SERVER_NOT_FOUND; CONFIG_INVALID when it is broken or something in it is not set. */
export type ResolveMcpServer = (target: McpTestTarget) => Promise<ResolvedMcpServer>;
