/** `code-proxy serve`: the headless host in this terminal. */
import { type Command, Option } from 'commander';
import { collect, portNumber } from '../option-values.ts';
import type { ServeOptions } from '../serve.ts';
import type { CliSession } from '../session.ts';

export function addServeCommand(parent: Command, session: CliSession): void {
  parent
    .command('serve')
    .description('run the proxy and its dashboard until stopped')
    .option('--port <port>', 'port of the proxy (default: setting proxy.port, 9000); 0 takes any free one', portNumber)
    .option('--admin-port <port>', 'port of the dashboard (default: setting admin.port, 9001); 0 takes any free one', portNumber)
    .option('--host <address>', 'address that the proxy binds (default: setting proxy.host, 127.0.0.1); others than loopback open it to the network')
    .option('--allow-host <name>', 'also accept requests addressed to this host name; repeatable', collect)
    .option('--no-claude-settings', 'leave Claude Code’s settings.json alone')
    .option('--demo', 'a throw-away data folder with scripted endpoints and sample traffic')
    .option('--data-folder <folder>', 'data folder of this run (default: CODE_PROXY_HOME, else ~/.code_proxy)')
    .addOption(new Option('--service', 'started by the system').hideHelp())
    .addOption(new Option('--until-stdin-ends', 'stop when standard input ends').hideHelp())
    .option('--json', 'print one JSON line when ready, and nothing else')
    .addHelpText(
      'after',
      '\nStop it with Ctrl+C or "code-proxy stop"; Claude Code’s settings are put back then.\n\nExamples:\n  code-proxy serve\n  code-proxy serve --port 9100 --admin-port 9101\n  code-proxy serve --demo --port 0 --admin-port 0',
    )
    .action(async (options: ServeOptions) => {
      const { serve } = await import('../serve.ts');
      session.exitCode = await serve(session, options);
    });
}
