/** `code-proxy launch`: Claude Code through the proxy, for one session, without touching its settings.json; here or in a terminal of its own. */
import { type Command, Option } from 'commander';
import type { LaunchOptionsView } from '../../../src-shared/schemas/launch.ts';
import type { LaunchOptions } from '../launch.ts';
import { portNumber } from '../option-values.ts';
import { type Answer, answerWith, type CliSession, printAnswer } from '../session.ts';
import type { TextStyle } from '../text-style.ts';

interface LaunchCommandOptions extends LaunchOptions {
  /** True: as the setting says. */
  readonly terminal?: string | true;
  readonly listTerminals?: boolean;
}

export function addLaunchCommand(parent: Command, session: CliSession): void {
  parent
    .command('launch [args...]')
    .description('start or reuse the proxy, run Claude Code through it, and stop only what was started')
    .usage('[options] [-- CLAUDE ARGS]')
    .option('--cd <folder>', 'run Claude Code in this folder')
    .option('--model <model>', 'start with this model')
    .option('--port <port>', 'port for the proxy, if one has to be started', portNumber)
    .addOption(new Option('--terminal [terminal]', 'open a window of its own; without a name as the setting launch.terminal says').conflicts('port'))
    .option('--list-terminals', 'list the terminals that were found')
    .option('--json', 'print JSON when Claude Code has ended')
    .addHelpText(
      'after',
      '\nEverything behind -- goes to Claude Code. Its exit code becomes that of this command.\n\nExamples:\n  code-proxy launch\n  code-proxy launch --cd ~/project -- -p "say hello"\n  code-proxy launch --terminal --cd ~/project --model opus',
    )
    .action((args: string[], options: LaunchCommandOptions) => runLaunch(session, options, args));
}

async function runLaunch(session: CliSession, options: LaunchCommandOptions, args: readonly string[]): Promise<void> {
  if (options.listTerminals === true)
    return answerWith(session, options, async ({ caller }) => terminals(session.style, await caller.launch.options()));
  const { launch, workingFolder } = await import('../launch.ts');
  const { terminal } = options;
  if (terminal !== undefined) {
    const folder = await workingFolder(options.cd);
    return answerWith(session, options, async ({ caller }) => {
      const model = options.model ?? null;
      const started = await caller.launch.run({ folder, model, args: [...args], terminal: terminal === true ? null : terminal });
      return { json: started, text: `Claude Code runs in ${session.style.paint('strong', started.terminal)}` };
    });
  }
  const result = await launch(session, options, args);
  printAnswer(session, options, { json: result, text: '' });
  session.exitCode = result.exitCode;
}

function terminals(style: TextStyle, { terminals: found, terminal, noTerminal }: LaunchOptionsView): Answer {
  const chosen = terminal === 'auto' ? found[0]?.id : terminal;
  const width = Math.max(0, ...found.map(({ id }) => id.length));
  const lines = found.map(
    ({ id, name, program }) => `${id === chosen ? '*' : ' '} ${style.paint('strong', id.padEnd(width))}  ${name}  ${style.paint('faint', program)}`,
  );
  const why = noTerminal === null ? 'None of the known terminals is installed.' : `No terminal can be opened: ${noTerminal}.`;
  return {
    json: { setting: terminal, terminals: found, problem: noTerminal },
    text: lines.length === 0 ? why : [...lines, style.paint('faint', `Setting launch.terminal: ${terminal}`)].join('\n'),
  };
}
