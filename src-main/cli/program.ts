/**
 * The command line as a whole: which verbs there are, and how a run ends: exit code 0, 1 or 2, and one line on stderr (or one
 * JSON object on stdout) about a failure. Verbs load what they need when they run, so that --help and --version stay fast.
 */
import { Command, CommanderError } from 'commander';
import { addAuditCommand } from './commands/audit.ts';
import { addClaudeCommand } from './commands/claude.ts';
import { addDashboardCommand } from './commands/dashboard.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEndpointCommand } from './commands/endpoint.ts';
import { addLaunchCommand } from './commands/launch.ts';
import { addMcpCommand } from './commands/mcp.ts';
import { addPricingCommand } from './commands/pricing.ts';
import { addRequestCommands } from './commands/requests.ts';
import { addRulesCommand } from './commands/rules.ts';
import { addSecretsCommand } from './commands/secrets.ts';
import { addServeCommand } from './commands/serve.ts';
import { addServiceCommand } from './commands/service.ts';
import { addSettingsCommand } from './commands/settings.ts';
import { addSkillCommand } from './commands/skill.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStopCommand } from './commands/stop.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUsageCommand } from './commands/usage.ts';
import type { CliSession, ExitCode } from './session.ts';
import { UsageError } from './usage-error.ts';

const EPILOGUE = `
Exit codes: 0 done, 1 failed, 2 wrong command line. Every verb takes --json.
Environment: CODE_PROXY_HOME (data folder, default ~/.code_proxy), CLAUDE_CONFIG_DIR, NO_COLOR, CODE_PROXY_DEBUG=1.

Examples:
  code-proxy endpoint add --name main --url https://api.anthropic.com --token-stdin < token.txt
  code-proxy serve
  code-proxy launch -- -p "say hello"
  code-proxy requests --status 5xx`;

export function createProgram(session: CliSession): Command {
  const program = new Command('code-proxy')
    .description('A local proxy for Claude Code that fails over between model endpoints.')
    .version(session.version, '-V, --version')
    .helpCommand('help [command]', 'help about a verb')
    // A verb may have sub-verbs with options that are called as its own: `usage`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => session.io.out(text),
      writeErr: (text) => session.io.err(text),
      outputError: () => undefined,
      getOutHelpWidth: () => session.io.columns ?? 100,
      getErrHelpWidth: () => session.io.columns ?? 100,
    })
    .showSuggestionAfterError()
    .addHelpText('after', EPILOGUE);
  addServeCommand(program, session);
  addStopCommand(program, session);
  addStatusCommand(program, session);
  addDashboardCommand(program, session);
  addLaunchCommand(program, session);
  addEndpointCommand(program, session);
  addRulesCommand(program, session);
  addRequestCommands(program, session);
  addAuditCommand(program, session);
  addUsageCommand(program, session);
  addPricingCommand(program, session);
  addClaudeCommand(program, session);
  addMcpCommand(program, session);
  addSkillCommand(program, session);
  addTokenCommand(program, session);
  addSettingsCommand(program, session);
  addSecretsCommand(program, session);
  addServiceCommand(program, session);
  addDoctorCommand(program, session);
  return program;
}

/** Runs one command line (without node and script) and says with which code the process should end. Never rejects. */
export async function runProgram(session: CliSession, args: readonly string[]): Promise<ExitCode> {
  const program = createProgram(session);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return reportFailure(session, args, error instanceof CommanderError ? usageErrorOf(error, program, args) : error);
  }
}

async function reportFailure(session: CliSession, args: readonly string[], error: unknown): Promise<ExitCode> {
  const { failureJson, failureLine, failureOf } = await import('./failure.ts');
  const failure = failureOf(error);
  if (wantsJson(args)) session.io.out(`${JSON.stringify(failureJson(failure), null, 2)}\n`);
  else session.io.err(`${failureLine(failure)}\n`);
  const debug = session.io.environment.CODE_PROXY_DEBUG;
  if (debug !== undefined && debug !== '' && debug !== '0' && error instanceof Error) session.io.err(`${error.stack ?? error.message}\n`);
  return failure.exitCode;
}

/** The command line may be unreadable, so this looks for the word itself. Behind `--` it is meant for Claude Code. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).includes('--json');
}

function usageErrorOf(error: CommanderError, program: Command, args: readonly string[]): UsageError {
  if (error.code === 'commander.help') return new UsageError(`a verb is missing – see "code-proxy ${helpTopic(program, args)}--help"`);
  const what = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const remedy = what.includes('(Did you mean') ? '' : ` – ${remedyOf(error, program, args)}`;
  return new UsageError(`${what}${remedy}`);
}

function remedyOf(error: CommanderError, program: Command, args: readonly string[]): string {
  const [verb] = args;
  if (error.code === 'commander.unknownOption' && verb === 'launch') return 'put Claude Code’s own arguments behind --';
  return `see "code-proxy ${helpTopic(program, args)}--help"`;
}

/** The verbs and sub-verbs that the command line begins with, each with a blank behind it. Options may stand between them. */
function helpTopic(parent: Command, args: readonly string[]): string {
  const [word = '', ...rest] = args;
  if (word.startsWith('-')) {
    const hasValue = parent.options.some(({ short, long, required }) => required && (short === word || long === word));
    return helpTopic(parent, rest.slice(hasValue ? 1 : 0));
  }
  const verb = parent.commands.find((command) => command.name() === word || command.aliases().includes(word));
  return verb === undefined ? '' : `${verb.name()} ${helpTopic(verb, rest)}`;
}
