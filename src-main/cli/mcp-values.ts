/** Values for what a preset or another program's file leaves open: `${input:ID}`. */
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';
import { pair } from './mcp-input.ts';

const INPUT = /\$\{input:([\w.-]+)\}/g;

export async function inputValues(
  options: { readonly input?: readonly string[]; readonly inputStdin?: boolean },
  readInput: () => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const lines = options.inputStdin === true ? (await readInput()).split(/\r?\n/).filter((line) => line.trim() !== '') : [];
  return Object.fromEntries([...(options.input ?? []), ...lines].map((text) => pair(text, '=', '--input ID=VALUE')));
}

export function filled(config: McpConfig, values: Readonly<Record<string, string>>): McpConfig {
  const fill = (text: string) => text.replaceAll(INPUT, (whole, id: string) => (Object.hasOwn(values, id) ? (values[id] ?? whole) : whole));
  const all = (texts: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text)]));
  if (config.type !== 'stdio') return { ...config, url: fill(config.url), headers: all(config.headers) };
  return { ...config, command: fill(config.command), args: config.args.map(fill), env: all(config.env) };
}
