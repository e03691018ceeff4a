/** Questions and commands about Claude Code's MCP servers. */
import { z } from 'zod';
import {
  mcpAddSchema,
  mcpCloneSchema,
  mcpEditSchema,
  mcpImportedSchema,
  mcpImportPreviewInputSchema,
  mcpImportPreviewSchema,
  mcpImportSchema,
  mcpListInputSchema,
  mcpOverviewSchema,
  mcpPresetSchema,
  mcpRefInputSchema,
  mcpRemovedSchema,
  mcpServerSchema,
  mcpSourceSchema,
  mcpSwitchSchema,
} from '../../../src-shared/schemas/mcp.ts';
import { mcpTestIdSchema, mcpTestInputSchema, mcpTestSchema } from '../../../src-shared/schemas/mcp-test.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function mcpProcedures({ mcp, mcpTests }: Pick<AdminServices, 'mcp' | 'mcpTests'>) {
  return router({
    list: procedure
      .input(mcpListInputSchema)
      .output(mcpOverviewSchema)
      .query(({ input }) => mcp.list(input)),
    presets: procedure.output(z.array(mcpPresetSchema)).query(() => [...mcp.presets()]),
    add: procedure
      .input(mcpAddSchema)
      .output(mcpServerSchema)
      .mutation(({ input }) => mcp.add(input)),
    edit: procedure
      .input(mcpEditSchema)
      .output(mcpServerSchema)
      .mutation(({ input }) => mcp.edit(input)),
    clone: procedure
      .input(mcpCloneSchema)
      .output(mcpServerSchema)
      .mutation(({ input }) => mcp.clone(input)),
    remove: procedure
      .input(mcpRefInputSchema)
      .output(mcpRemovedSchema)
      .mutation(({ input }) => mcp.remove(input.ref)),
    undoRemove: procedure
      .input(mcpRemovedSchema)
      .output(mcpServerSchema)
      .mutation(({ input }) => mcp.undoRemove(input.undoId)),
    setEnabled: procedure
      .input(mcpSwitchSchema)
      .output(mcpServerSchema)
      .mutation(({ input }) => mcp.setEnabled(input.ref, input.isEnabled)),
    sources: procedure.output(z.array(mcpSourceSchema)).query(async () => [...(await mcp.sources())]),
    // A mutation although it changes nothing: a pasted file is too long for an address.
    previewImport: procedure
      .input(mcpImportPreviewInputSchema)
      .output(mcpImportPreviewSchema)
      .mutation(({ input }) => mcp.previewImport(input.from, input.scope)),
    importServers: procedure
      .input(mcpImportSchema)
      .output(mcpImportedSchema)
      .mutation(({ input }) => mcp.importServers(input)),
    test: procedure
      .input(mcpTestInputSchema)
      .output(mcpTestSchema)
      .mutation(({ input }) => mcpTests.run(input)),
    cancelTest: procedure
      .input(mcpTestIdSchema)
      .output(z.void())
      .mutation(({ input }) => mcpTests.cancel(input.id)),
  });
}
