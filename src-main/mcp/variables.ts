/**
 * What Claude Code puts in for `${NAME}` and `${NAME:-default}` in an entry: in command, arguments, variables, URL and headers.
 * What is set nowhere and has no default stays as it is, with a warning (measured).
 */
import type { McpConfig } from '../../src-shared/schemas/mcp.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

export function withVariables(config: McpConfig, environment: Environment): McpConfig {
  const put = (text: string) => text.replaceAll(VARIABLE, (whole, name: string, fallback?: string) => environment[name] ?? fallback ?? whole);
  return mapConfig(config, put);
}

/** Each name once, in order. */
export function missingVariables(config: McpConfig, environment: Environment): readonly string[] {
  const names: string[] = [];
  mapConfig(config, (text) => {
    for (const [, name, fallback] of text.matchAll(VARIABLE)) {
      if (name !== undefined && fallback === undefined && environment[name] === undefined) names.push(name);
    }
    return text;
  });
  return [...new Set(names)];
}

/** A copy with every text that may hold variables replaced; names stay. */
export function mapConfig(config: McpConfig, change: (text: string) => string): McpConfig {
  const named = (texts: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
  if (config.type !== 'stdio') return { ...config, url: change(config.url), headers: named(config.headers) };
  const { command, args, env, cwd } = config;
  return { ...config, command: change(command), args: args.map(change), env: named(env), cwd: cwd === null ? null : change(cwd) };
}
