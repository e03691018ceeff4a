/** Names of MCP servers: which are free, and what becomes of a name from elsewhere. */
import { MCP_NAME_MAX, mcpNameSchema } from '../../src-shared/schemas/mcp.ts';

/** `wanted`, or with the first number that is free: files, files-2, files-3, .. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : `-${number}`;
    const name = wanted.slice(0, MCP_NAME_MAX - ending.length) + ending;
    if (!isTaken(name)) return name;
  }
}

/** The nearest name that Claude Code takes. */
export function acceptableName(name: string): string {
  const plain = name
    .trim()
    .replaceAll(/[^a-zA-Z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MCP_NAME_MAX);
  if (mcpNameSchema.safeParse(plain).success) return plain;
  return plain === '' ? 'server' : `${plain.replaceAll(/^_+|_+$/g, '').slice(0, MCP_NAME_MAX - 4)}-mcp`;
}
