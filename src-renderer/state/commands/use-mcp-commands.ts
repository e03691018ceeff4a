/** What can be done to MCP servers. Each answer is asked for anew: one change may touch what applies elsewhere. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { McpServer } from '../../../src-shared/schemas/mcp.ts';
import { useAdmin, useAdminClient } from '../../api/admin-context.ts';
import { serverKey } from '../mcp/server-key.ts';

export function useMcpCommands() {
  const { mcp } = useAdmin();
  const client = useAdminClient();
  const queries = useQueryClient();
  const key = mcp.list.queryKey();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const put = (server: McpServer) =>
    queries.setQueryData(key, (overview) => {
      if (overview === undefined) return undefined;
      const servers = overview.servers.map((other) => (serverKey(other) === serverKey(server) ? server : other));
      return { ...overview, servers };
    });
  /** Projects that Claude Code does not know are looked at when they are named. */
  const lookInto = async (project: string) => {
    queries.setQueryData(key, await client.mcp.list.query({ projects: [project] }));
  };
  const refreshWith = ({ scope }: McpServer) => (scope.kind === 'user' ? refresh() : lookInto(scope.project));
  return {
    lookInto: useMutation({ mutationFn: lookInto }),
    add: useMutation(mcp.add.mutationOptions({ onSuccess: refreshWith })),
    edit: useMutation(mcp.edit.mutationOptions({ onSuccess: refreshWith })),
    clone: useMutation(mcp.clone.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(mcp.remove.mutationOptions({ onSuccess: refresh })),
    undoRemove: useMutation(mcp.undoRemove.mutationOptions({ onSuccess: refresh })),
    setEnabled: useMutation(
      mcp.setEnabled.mutationOptions({
        onSuccess: (server) => {
          put(server);
          return refresh();
        },
        onError: refresh,
      }),
    ),
    previewImport: useMutation(mcp.previewImport.mutationOptions()),
    importServers: useMutation(
      mcp.importServers.mutationOptions({ onSuccess: (_, { scope }) => (scope.kind === 'user' ? refresh() : lookInto(scope.project)) }),
    ),
  };
}
