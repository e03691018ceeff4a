/** `code-proxy mcp ..`: Claude Code's MCP servers: listing, switching, testing and removing. mcp-change.ts adds and edits. */
import type { Command } from 'commander';
import type { McpServer } from '../../../src-shared/schemas/mcp.ts';
import type { AdminCaller } from '../admin-caller.ts';
import type { McpPlaceOptions } from '../mcp-input.ts';
import { durationMs } from '../option-values.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import { addMcpChanges } from './mcp-change.ts';
import { addMcpImport } from './mcp-import.ts';
import { withPlace } from './mcp-options.ts';

const EXAMPLES = `
Examples:
  code-proxy mcp add files -- npx -y @modelcontextprotocol/server-filesystem ~/projects
  code-proxy mcp add github https://api.githubcopilot.com/mcp/ --header-stdin < header.txt
  code-proxy mcp add docs --preset context7-local --scope project
  code-proxy mcp disable files
  code-proxy mcp test files
  code-proxy mcp import --from cursor --dry-run`;

export function addMcpCommand(parent: Command, session: CliSession): void {
  const mcp = parent.command('mcp').description("Claude Code's MCP servers: add, edit, switch, test and import").addHelpText('after', EXAMPLES);
  addList(mcp, session);
  addOn(mcp, session, 'show', 'show everything about a server; secrets are masked', async (_caller, server) => {
    const { mcpDetails } = await import('../mcp-text.ts');
    return { json: server, text: mcpDetails(session.style, server) };
  });
  addMcpChanges(mcp, session);
  addOn(mcp, session, 'enable', "put it back into Claude Code's file", (caller, server) => switched(session, caller, server, true));
  addOn(mcp, session, 'disable', "take it out of Claude Code's file and keep it", (caller, server) => switched(session, caller, server, false));
  addOn(mcp, session, 'remove', 'remove a server for good', async (caller, { scope, name }) => {
    await caller.mcp.remove({ ref: { scope, name } });
    return { json: { removed: true, scope, name }, text: `${session.style.paint('strong', name)} removed` };
  });
  addTest(mcp, session);
  addMcpImport(mcp, session);
  addPresets(mcp, session);
}

function addList(parent: Command, session: CliSession): void {
  withPlace(parent.command('list').description('list the servers of all scopes, those that are switched off too'))
    .option('--json', 'print JSON: folders, broken files and servers')
    .action((options: JsonOption & McpPlaceOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ projectOf }, { mcpTable }] = await Promise.all([import('../mcp-input.ts'), import('../mcp-text.ts')]);
        const overview = await caller.mcp.list({ projects: [projectOf(options)] });
        const servers = overview.servers.filter(
          ({ scope }) =>
            (options.scope === undefined || scope.kind === options.scope) &&
            (options.project === undefined || scope.kind === 'user' || scope.project === projectOf(options)),
        );
        return { json: { ...overview, servers }, text: mcpTable(session.style, { ...overview, servers }) };
      }),
    );
}

/** A verb with nothing but a server's name. */
function addOn(
  parent: Command,
  session: CliSession,
  verb: string,
  description: string,
  act: (caller: AdminCaller, server: McpServer) => Promise<Answer>,
): void {
  withPlace(parent.command(`${verb} <name>`).description(description))
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption & McpPlaceOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const { projectOf, serverNamed } = await import('../mcp-input.ts');
        return act(caller, serverNamed(name, options, await caller.mcp.list({ projects: [projectOf(options)] })));
      }),
    );
}

async function switched(session: CliSession, caller: AdminCaller, { scope, name }: McpServer, isEnabled: boolean): Promise<Answer> {
  const server = await caller.mcp.setEnabled({ ref: { scope, name }, isEnabled });
  return { json: server, text: `${session.style.paint('strong', name)} ${isEnabled ? 'enabled' : 'disabled'}` };
}

function addTest(parent: Command, session: CliSession): void {
  withPlace(parent.command('test <name>').description('really start or reach a server; exit code 1 when it fails'))
    .option('--timeout <time>', 'give up after this time, such as 30s; a first npx downloads its package', durationMs)
    .option('--json', 'print JSON')
    .action((name: string, options: JsonOption & McpPlaceOptions & { readonly timeout?: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const [{ projectOf, serverNamed }, { mcpTestText }, { randomUUID }] = await Promise.all([
          import('../mcp-input.ts'),
          import('../mcp-text.ts'),
          import('node:crypto'),
        ]);
        const { scope } = serverNamed(name, options, await caller.mcp.list({ projects: [projectOf(options)] }));
        const timeout = options.timeout === undefined ? {} : { timeoutMs: options.timeout };
        const test = await caller.mcp.test({ id: randomUUID(), target: { ref: { scope, name } }, ...timeout });
        return { json: test, text: mcpTestText(session.style, name, test), exitCode: test.isOk ? 0 : 1 };
      }),
    );
}

function addPresets(parent: Command, session: CliSession): void {
  parent
    .command('presets')
    .description('list well-known servers for add --preset')
    .option('--json', 'print JSON: an object with items')
    .action((options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { presetTable } = await import('../mcp-text.ts');
        const items = await caller.mcp.presets();
        return { json: { items }, text: presetTable(session.style, items) };
      }),
    );
}
