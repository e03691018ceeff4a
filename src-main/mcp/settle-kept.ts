/**
 * Settles what is both in Claude Code's file and with us. The same entry: a crash left it between two steps, and the file wins. Another
 * one: it was put there while ours was switched off, so ours is kept under a name of its own.
 */
import { isDeepStrictEqual } from 'node:util';
import type { McpScope } from '../../src-shared/schemas/mcp.ts';
import type { Logger } from '../platform/logger.ts';
import type { KeptServers } from './kept-servers.ts';
import type { ServerFiles } from './server-files.ts';
import { acceptableName, freeName } from './server-names.ts';

export interface SettleParts {
  readonly serverFiles: Pick<ServerFiles, 'servers'>;
  readonly kept: KeptServers;
  readonly logger: Logger;
}

/** A file that cannot be read now is looked at the next time. */
export async function settleKept(parts: SettleParts): Promise<void> {
  const { kept, serverFiles, logger } = parts;
  for (const row of kept.list()) {
    const servers = await serverFiles.servers(row.scope).catch(() => null);
    if (servers === null || !Object.hasOwn(servers, row.name)) continue;
    const held = kept.read(row);
    if (held.kind === 'entry' && isDeepStrictEqual(servers[row.name], held.entry)) await kept.write({ remove: [row.id] });
    else {
      const name = await freeNameIn(parts, row.scope, `${acceptableName(row.name)}-off`);
      logger.info('a switched-off MCP server was renamed, because Claude Code has another of its name', { from: row.name, to: name });
      await kept.write({ upsert: [{ ...row, name }] });
    }
  }
}

/** `wanted`, or the first like it that the scope has neither switched on nor off. */
export async function freeNameIn({ serverFiles, kept }: Omit<SettleParts, 'logger'>, scope: McpScope, wanted: string): Promise<string> {
  const servers = await serverFiles.servers(scope);
  return freeName(wanted, (name) => Object.hasOwn(servers, name) || kept.find({ scope, name }) !== null);
}
