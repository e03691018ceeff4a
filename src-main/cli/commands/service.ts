/** `code-proxy service ..`: this program as a service of the operating system, for this user. */
import type { Command } from 'commander';
import { portNumber } from '../option-values.ts';
import type { InstallOptions, ServiceOption } from '../service-verbs.ts';
import type { CliSession } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES =
  '\nExamples:\n  code-proxy service install --dry-run\n  code-proxy service install --port 9100\n  code-proxy service status\n  code-proxy service logs --lines 100\n  code-proxy service uninstall';

export function addServiceCommand(parent: Command, session: CliSession): void {
  const service = parent
    .command('service')
    .description('start Code Proxy with the system: systemd, launchd or the Task Scheduler')
    .addHelpText('after', EXAMPLES);
  const verb = (name: string, description: string) =>
    service
      .command(name)
      .description(description)
      .option('--data-folder <folder>', 'data folder of the service (default: CODE_PROXY_HOME, else ~/.code_proxy)')
      .option('--json', 'print JSON');
  verb('install', 'write the definition and start the service; shows both first')
    .option('--port <port>', 'port of the proxy (default: setting proxy.port)', portNumber)
    .option('--admin-port <port>', 'port of the dashboard (default: setting admin.port)', portNumber)
    .option('--no-claude-settings', 'leave Claude Code’s settings.json alone')
    .option('--keep-proxy-variables', 'write HTTP_PROXY and its kind from this shell into the definition')
    .option('--dry-run', 'show what would be written and run, and do nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action(async (options: InstallOptions) => {
      const { installService } = await import('../service-verbs.ts');
      await installService(session, options);
    });
  for (const [name, description] of [
    ['uninstall', 'stop the service in order and remove all that install wrote'],
    ['status', 'say how the service fares, as the system sees it'],
    ['start', 'start the service'],
    ['stop', 'stop the service in order; it starts again with the system'],
  ] as const) {
    verb(name, description).action(async (options: ServiceOption) => {
      const { runServiceVerb } = await import('../service-verbs.ts');
      await runServiceVerb(session, name, options);
    });
  }
  verb('logs', 'print the end of our own log and of what the system kept')
    .option('--lines <count>', 'how many lines of each', lineCount, 50)
    .action(async (options: ServiceOption & { readonly lines: number }) => {
      const { printServiceLogs } = await import('../service-verbs.ts');
      await printServiceLogs(session, options);
    });
}

const MOST_LINES = 2_000;

function lineCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MOST_LINES)
    throw new UsageError(`--lines ${text} is not a number from 1 to ${MOST_LINES}`, '--lines');
  return count;
}
