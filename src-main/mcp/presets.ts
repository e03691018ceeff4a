/** Well-known MCP servers, as a form to begin with. The data is presets.json; `${input:ID}` in it is to be filled in. */
import { z } from 'zod';
import { type McpPreset, mcpPresetSchema } from '../../src-shared/schemas/mcp.ts';
import document from './presets.json' with { type: 'json' };

export function mcpPresets(): readonly McpPreset[] {
  return z.array(mcpPresetSchema).parse(document);
}
