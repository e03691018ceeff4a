/** Puts what the user filled in for `${input:ID}` into a preset's entry. Pure. */
import type { McpConfig } from '../../../src-shared/schemas/mcp.ts';

/** What is not filled in stays, and is refused as such. */
export function fillInputs(config: McpConfig, inputs: Readonly<Record<string, string>>): McpConfig {
  const fill = (text: string) =>
    text.replaceAll(/\$\{input:([\w.-]+)\}/g, (whole, id: string) => {
      const value = inputs[id];
      return value === undefined || value === '' ? whole : value;
    });
  const fillAll = (record: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(record).map(([name, text]) => [name, fill(text)]));
  if (config.type !== 'stdio') return { ...config, url: fill(config.url), headers: fillAll(config.headers) };
  const { command, args, env, cwd } = config;
  return { ...config, command: fill(command), args: args.map(fill), env: fillAll(env), cwd: cwd === null ? null : fill(cwd) };
}
