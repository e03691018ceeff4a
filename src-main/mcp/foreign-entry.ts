/** Turns the entry of another program (Claude Desktop, Cursor, VS Code, Windsurf, ..) into one of Claude Code's. */
import type { McpInput } from '../../src-shared/schemas/mcp.ts';
import { entrySchema, type McpEntry } from './entry.ts';
import { isSecretName } from './secret-words.ts';
import { inputIds, mapTexts } from './texts.ts';

/** Switches and notes of other programs that mean nothing to Claude Code. */
const FOREIGN_KEYS = [
  'disabled',
  'enabled',
  'autoApprove',
  'alwaysAllow',
  'disabledTools',
  'gallery',
  'version',
  'serverUrl',
  'transport',
  'transportType',
];

/** Not an object: given back as it is, for the reader of entries to refuse. */
export function foreignEntry(value: unknown): unknown {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success || Array.isArray(value)) return value;
  const { type, url, command, ...given } = parsed.data;
  const others = Object.fromEntries(Object.entries(given).filter(([key]) => !FOREIGN_KEYS.includes(key)));
  const address = url ?? given.serverUrl;
  const kind = kindOf(type ?? given.transport ?? given.transportType, { command, address });
  const entry: McpEntry = {
    ...(kind === undefined ? {} : { type: kind }),
    ...(command === undefined ? {} : { command }),
    ...(address === undefined ? {} : { url: address }),
    ...(kind === 'stdio' ? { args: [], env: {} } : {}),
    ...others,
  };
  return mapTexts(entry, claudeVariables);
}

/** What the values of `${input:ID}` in it are called; `known` are the words of the file. */
export function inputsOf(entry: unknown, known: readonly McpInput[]): readonly McpInput[] {
  return inputIds(entry).map((id) => known.find((input) => input.id === id) ?? { id, label: id, isSecret: isSecretName(id, 'x') });
}

function kindOf(type: unknown, { command, address }: { readonly command: unknown; readonly address: unknown }): unknown {
  if (typeof type === 'string') return /^(streamable[-_]?http|http)$/i.test(type) ? 'http' : type;
  if (type !== undefined) return type;
  if (command !== undefined) return 'stdio';
  if (typeof address !== 'string') return undefined;
  return /\/sse\/?([?#]|$)/.test(address) ? 'sse' : 'http';
}

/** `${env:NAME}` is `${NAME}` with Claude Code; what it has no word for is to be filled in. */
function claudeVariables(text: string): string {
  return text
    .replaceAll(/\$\{env:([A-Za-z_]\w*)\}/g, (_whole, name: string) => `\${${name}}`)
    .replaceAll('${userHome}', '${HOME}')
    .replaceAll(
      /\$\{(workspaceFolder|workspaceFolderBasename|pathSeparator|command:[\w.-]+)\}/g,
      (_whole, name: string) => `\${input:${name.replace(':', '.')}}`,
    );
}
