/** Options that verbs about MCP servers share. */
import type { Command } from 'commander';
import { collect } from '../option-values.ts';

export function withPlace(command: Command): Command {
  return command
    .option('--scope <scope>', 'user (everywhere), local (you, in one project) or project (its .mcp.json, for all)')
    .option('--project <dir>', 'the project of scope local and project (default: this folder)')
    .option('--folder <dir>', 'the Claude folder, where there are several (default: the one in use)');
}

export function withFields(command: Command): Command {
  return command
    .option('--transport <type>', 'stdio, http or sse (default: http for a URL, else stdio)')
    .option(
      '--env <name=value>',
      'variable for a stdio server; repeatable. Others may see it in the process list: for secrets use --env-stdin',
      collect,
    )
    .option('--env-stdin', 'read NAME=VALUE lines from standard input')
    .option('--header <line>', "header for a URL, 'Name: value'; repeatable. For secrets use --header-stdin", collect)
    .option('--header-stdin', "read 'Name: value' lines from standard input")
    .option('--cwd <dir>', 'folder to start a stdio server in; Claude Code keeps it and may not obey it')
    .option('--json', 'print JSON');
}

export function withInputs(command: Command): Command {
  return command
    .option('--input <id=value>', 'fill in what the preset or file leaves open; repeatable', collect)
    .option('--input-stdin', 'read ID=VALUE lines from standard input, for secrets');
}
