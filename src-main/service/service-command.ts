/** Decides what the service runs and with which environment: as little of it as the service needs. */
import { createHash } from 'node:crypto';
import type { ServiceOptions } from '../../src-shared/schemas/service.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Enough to tell the data folders of one user apart. */
const FOLDER_ID_CHARACTERS = 8;
/** PATH finds Claude Code and what MCP servers are started with; the other names the files that Claude Code reads. */
const KEPT = ['PATH', 'CLAUDE_CONFIG_DIR'] as const;
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'] as const;

/** One service per data folder, because one instance lives in each. */
export function serviceName(dataFolder: string, isDefaultFolder: boolean): string {
  if (isDefaultFolder) return 'code-proxy';
  return `code-proxy-${createHash('sha256').update(dataFolder).digest('hex').slice(0, FOLDER_ID_CHARACTERS)}`;
}

/** @param cli Program and arguments in front of a verb, all paths absolute. */
export function serviceCommand(cli: readonly [string, ...string[]], dataFolder: string, options: ServiceOptions): readonly [string, ...string[]] {
  const { port, adminPort, claudeSettings } = options;
  return [
    ...cli,
    'serve',
    '--service',
    // Not a variable: the Task Scheduler passes none on.
    '--data-folder',
    dataFolder,
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(adminPort === undefined ? [] : ['--admin-port', String(adminPort)]),
    ...(claudeSettings ? [] : ['--no-claude-settings']),
  ];
}

export function serviceEnvironment(environment: Environment, { keepProxyVariables }: ServiceOptions): Readonly<Record<string, string>> {
  const names = keepProxyVariables ? [...KEPT, ...PROXY_VARIABLES] : KEPT;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

/** What npx and bundlers unpack into places of their own is gone one day. */
export function isTemporary(cli: readonly string[]): boolean {
  return cli.some((word) => /[/\\](?:_npx|\.mount_[^/\\]*|Temp|tmp)[/\\]/.test(word));
}
