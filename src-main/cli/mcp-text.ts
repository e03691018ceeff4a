/** How MCP servers look in a terminal. What is shown comes masked from the core. */
import { mcpProblemWords } from '../../src-shared/mcp-problem-words.ts';
import type { McpImportPreview, McpOverview, McpPreset, McpScope, McpServer, McpSource } from '../../src-shared/schemas/mcp.ts';
import type { McpTest } from '../../src-shared/schemas/mcp-test.ts';
import { duration } from './amounts.ts';
import { renderFields, renderTable } from './table.ts';
import type { TextStyle } from './text-style.ts';

export function mcpTable(style: TextStyle, { servers, folders, brokenProjects }: McpOverview): string {
  const broken = [...folders.flatMap(({ file, problem }) => (problem === null ? [] : [{ file, problem }])), ...brokenProjects];
  const warnings = broken.map(({ file, problem }) => style.paint('bad', `${file} cannot be read: ${mcpProblemWords(problem)}`));
  const table = servers.length === 0 ? 'There are no MCP servers. "code-proxy mcp add" adds one.' : serverTable(style, servers);
  return [table, ...warnings].join('\n');
}

function serverTable(style: TextStyle, servers: readonly McpServer[]): string {
  return renderTable(
    style,
    [
      { title: 'NAME', cell: ({ name, isEnabled }) => style.paint(isEnabled ? 'strong' : 'faint', name) },
      { title: '', cell: ({ isEnabled }) => style.paint(isEnabled ? 'good' : 'faint', isEnabled ? 'on' : 'off') },
      { title: 'SCOPE', cell: ({ scope }) => style.paint('plain', scopeText(scope)) },
      { title: 'SERVER', cell: (server) => style.paint('plain', shortText(server)) },
      { title: 'NOTE', wraps: true, cell: (server) => style.paint(server.problem === null ? 'faint' : 'bad', noteText(server)) },
    ],
    servers,
  );
}

export function mcpDetails(style: TextStyle, server: McpServer): string {
  const { config } = server;
  const named = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n');
  const fields: (readonly [string, string])[] = [
    ['name', server.name],
    ['scope', scopeText(server.scope)],
    ['state', server.isEnabled ? 'on' : 'off'],
    ['type', config?.type ?? ''],
    ...(config?.type === 'stdio'
      ? ([
          ['command', [config.command, ...config.args].join(' ')],
          ['env', named(config.env)],
          ['cwd', config.cwd ?? ''],
        ] as const)
      : []),
    ...(config !== null && config.type !== 'stdio'
      ? ([
          ['url', config.url],
          ['headers', named(config.headers)],
        ] as const)
      : []),
    ['other keys', server.otherKeys.join(', ')],
    ['note', noteText(server)],
  ];
  return renderFields(
    style,
    fields.filter(([, value]) => value !== ''),
  );
}

export function presetTable(style: TextStyle, presets: readonly McpPreset[]): string {
  return renderTable(
    style,
    [
      { title: 'PRESET', cell: ({ id }) => style.paint('strong', id) },
      { title: 'NEEDS', cell: ({ needs, inputs }) => [...needs, ...inputs.map(({ id }) => `--input ${id}=..`)].join(', ') || '-' },
      { title: 'WHAT IT DOES', wraps: true, cell: ({ description }) => description.en },
    ],
    presets,
  );
}

export function sourceTable(style: TextStyle, sources: readonly McpSource[]): string {
  if (sources.length === 0) return 'No file of Claude Desktop, Cursor, VS Code or Windsurf was found.';
  return renderTable(
    style,
    [
      { title: 'FROM', cell: ({ program }) => style.paint('strong', program) },
      { title: 'SERVERS', align: 'right', cell: ({ serverCount }) => String(serverCount) },
      { title: 'FILE', cell: ({ file }) => style.paint('plain', file) },
    ],
    sources,
  );
}

export function previewTable(style: TextStyle, { items }: McpImportPreview): string {
  return renderTable(
    style,
    [
      { title: 'NAME', cell: ({ name }) => style.paint('strong', name) },
      { title: 'SERVER', cell: ({ config }) => style.paint('plain', config === null ? '-' : configText(config)) },
      {
        title: 'NOTE',
        cell: ({ problem, isTaken, isEnabled, inputs }) =>
          [
            ...(problem === null || problem.code === 'input-missing' ? [] : [mcpProblemWords(problem)]),
            ...(isTaken ? ['the name is taken'] : []),
            ...(isEnabled ? [] : ['switched off there, and here']),
            ...inputs.map(({ id }) => `needs --input ${id}=..`),
          ].join('; '),
      },
    ],
    items,
  );
}

export function mcpTestText(style: TextStyle, name: string, test: McpTest): string {
  const title = style.paint('strong', name);
  const list = (what: string, items: readonly { readonly name: string }[]) =>
    items.length === 0 ? [] : [`  ${what}: ${items.map((item) => style.paint('plain', item.name)).join(', ')}`];
  const stderr = test.stderr === '' ? [] : ['  it wrote to stderr:', ...test.stderr.split('\n').map((line) => `    ${style.paint('plain', line)}`)];
  if (!test.isOk) return [`${title} ${style.paint('bad', 'does not work')}: ${test.error?.message ?? ''} (${test.stage})`, ...stderr].join('\n');
  const server = test.server === null ? '' : `: ${style.paint('plain', `${test.server.name} ${test.server.version}`)}`;
  return [
    `${title} ${style.paint('good', 'works')}${server}, ${duration(test.tookMs)}`,
    ...list('tools', test.tools),
    ...list('resources', test.resources),
    ...list('prompts', test.prompts),
  ].join('\n');
}

export function scopeText(scope: McpScope): string {
  if (scope.kind === 'user') return 'user';
  return `${scope.kind} ${scope.project}`;
}

function shortText({ config, json }: McpServer): string {
  return config === null ? json.replaceAll(/\s+/g, ' ').slice(0, 60) : configText(config);
}

function configText(config: NonNullable<McpServer['config']>): string {
  return config.type === 'stdio' ? [config.command, ...config.args].join(' ') : `${config.url} (${config.type})`;
}

function noteText({ problem, approval, shadowedBy }: McpServer): string {
  return [
    ...(problem === null ? [] : [mcpProblemWords(problem)]),
    ...(approval === 'pending' ? ['to be approved in Claude Code'] : approval === 'rejected' ? ['rejected in Claude Code'] : []),
    ...(shadowedBy === null ? [] : [`another of this name wins (${scopeText(shadowedBy)})`]),
  ].join('; ');
}
