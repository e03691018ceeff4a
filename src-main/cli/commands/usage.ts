/** `code-proxy usage`: tokens and cost by hour, day, week, month, model or endpoint. */
import { type Command, Option } from 'commander';
import type { UsageReport } from '../../../src-shared/schemas/usage.ts';
import { MS_PER_DAY } from '../../../src-shared/units.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { pointInTime, wholeNumberIn } from '../option-values.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

const STEPS = ['hour', 'day', 'week', 'month'] as const;
const BY = [...STEPS, 'model', 'endpoint'] as const;
type UsageBy = (typeof BY)[number];

/** A hundred years: further back is a slip of the keyboard. */
const MAX_DAYS = 36_500;

export function addUsageCommand(parent: Command, session: CliSession): void {
  const usage = parent
    .command('usage')
    .description('sum up tokens and cost')
    .addOption(new Option('--by <what>', 'one row for each').choices(BY).default('day'))
    .option('--days <number>', 'how far back, up to now', wholeNumberIn(1, MAX_DAYS), 30)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nHours, days and weeks are those of your time zone (TZ).\n\nExamples:\n  code-proxy usage\n  code-proxy usage --by hour --days 1\n  code-proxy usage --by model --days 7',
    )
    .action((options: JsonOption & { readonly by: UsageBy; readonly days: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const untilMs = session.io.nowMs();
        const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
        const range = { sinceMs: untilMs - options.days * MS_PER_DAY, untilMs, timeZone };
        const report = await reportBy(caller, options.by, range);
        const { usageTable } = await import('../request-text.ts');
        return { json: report, text: usageTable(session.style, report, options.by.toUpperCase()) };
      }),
    );
  // Its options are its own, though some are called alike.
  usage.enablePositionalOptions();
  addRecalculate(usage, session);
}

interface RecalculateOptions extends JsonOption {
  readonly since: number;
  readonly until?: number;
  readonly dryRun?: boolean;
}

function addRecalculate(parent: Command, session: CliSession): void {
  const when = pointInTime(() => session.io.nowMs());
  parent
    .command('recalculate')
    .description('price what is recorded at the prices and multipliers of now; sums that are older than the requests kept stay')
    .requiredOption('--since <time>', 'requests that began then or later: 30d (ago), 2026-11-20, 2026-11-20T14:30', when)
    .option('--until <time>', 'and before then; left out: now', when)
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print JSON')
    .action((options: RecalculateOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const { recalculationText } = await import('../price-text.ts');
        const untilMs = options.until ?? session.io.nowMs();
        const result = await caller.usage.recalculate({ sinceMs: options.since, untilMs, isDryRun: options.dryRun === true });
        return { json: result, text: recalculationText(result) };
      }),
    );
}

async function reportBy(
  { usage }: AdminCaller,
  by: UsageBy,
  range: { readonly sinceMs: number; readonly untilMs: number; readonly timeZone: string },
): Promise<UsageReport> {
  if (by === 'day' || by === 'model' || by === 'endpoint') return usage.report({ by, ...range });
  // One line for all: its points add up to the totals, which any report of the range has.
  const [{ slots, lines }, { totals }] = await Promise.all([usage.series({ step: by, ...range }), usage.report({ by: 'day', ...range })]);
  return { rows: (lines[0]?.points ?? []).map(({ slot, ...row }) => ({ key: slots[slot]?.key.replace('T', ' ') ?? '', ...row })), totals };
}
