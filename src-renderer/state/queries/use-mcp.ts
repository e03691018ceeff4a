/** Which MCP servers Claude Code has, which presets there are, and which files of other programs. */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useMcp() {
  return useQuery(useAdmin().mcp.list.queryOptions());
}

export function useMcpPresets() {
  // Data of the build.
  return useQuery(useAdmin().mcp.presets.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
}

export function useMcpSources() {
  return useQuery(useAdmin().mcp.sources.queryOptions());
}
