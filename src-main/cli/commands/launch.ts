/** `code-proxy launch`: Claude Code through the proxy, for one session, without touching its settings.json. */
import type { Command } from 'commander';
import type { LaunchOptions } from '../launch.ts';
import { portNumber } from '../option-values.ts';
import { type CliSession, printAnswer } from '../session.ts';

export function addLaunchCommand(parent: Command, session: CliSession): void {
  parent
    .command('launch [args...]')
    .description('start or reuse the proxy, run Claude Code through it, and stop only what was started')
    .usage('[options] [-- CLAUDE ARGS]')
    .option('--cd <folder>', 'run Claude Code in this folder')
    .option('--port <port>', 'port for the proxy, if one has to be started', portNumber)
    .option('--json', 'print JSON when Claude Code has ended')
    .addHelpText(
      'after',
      '\nEverything behind -- goes to Claude Code. Its exit code becomes that of this command.\n\nExamples:\n  code-proxy launch\n  code-proxy launch --cd ~/project -- -p "say hello"',
    )
    .action(async (args: string[], options: LaunchOptions) => {
      const { launch } = await import('../launch.ts');
      const result = await launch(session, options, args);
      printAnswer(session, options, { json: result, text: '' });
      session.exitCode = result.exitCode;
    });
}
