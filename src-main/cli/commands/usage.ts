/** `code-proxy usage`: tokens and cost by day, model or endpoint. */
import { type Command, Option } from 'commander';
import { MS_PER_DAY } from '../../../src-shared/units.ts';
import { wholeNumber } from '../option-values.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

type UsageBy = 'day' | 'model' | 'endpoint';

export function addUsageCommand(parent: Command, session: CliSession): void {
  parent
    .command('usage')
    .description('sum up tokens and cost')
    .addOption(new Option('--by <what>', 'one row for each').choices(['day', 'model', 'endpoint']).default('day'))
    .option('--days <number>', 'how far back, up to now', wholeNumber, 30)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nDays are cut in your time zone (TZ).\n\nExamples:\n  code-proxy usage\n  code-proxy usage --by model --days 7')
    .action((options: JsonOption & { readonly by: UsageBy; readonly days: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const untilMs = session.io.nowMs();
        const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
        const report = await caller.usage.report({ by: options.by, sinceMs: untilMs - options.days * MS_PER_DAY, untilMs, timeZone });
        const { usageTable } = await import('../request-text.ts');
        return { json: report, text: usageTable(session.style, report, options.by.toUpperCase()) };
      }),
    );
}
