/** `code-proxy pricing ..`: what models cost, and prices of the user's own. */
import type { Command } from 'commander';
import { dollars, wholeNumberIn } from '../option-values.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

const EXAMPLES = `
Prices are US dollars per million tokens. What is recorded keeps its cost; "code-proxy usage recalculate" prices it anew.

Examples:
  code-proxy pricing list
  code-proxy pricing set my-model --input 3 --output 15 --cache-read 0.3 --cache-write 3.75
  code-proxy pricing remove my-model`;

const LONGEST_DAYS = 3_660;

interface PriceOptions extends JsonOption {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWrite1h?: number;
}

export function addPricingCommand(parent: Command, session: CliSession): void {
  const pricing = parent.command('pricing').description('what models cost: list, set and remove prices').addHelpText('after', EXAMPLES);
  addList(pricing, session);
  addSet(pricing, session);
  addRemove(pricing, session);
}

function addList(parent: Command, session: CliSession): void {
  parent
    .command('list')
    .description('the models that were used, with the price that applies to each; unpriced ones first')
    .option('--days <number>', 'how far back, up to now', wholeNumberIn(1, LONGEST_DAYS), 30)
    .option('--json', 'print JSON')
    .action((options: JsonOption & { readonly days: number }) =>
      answerWith(session, options, async ({ caller }) => {
        const { priceTable } = await import('../price-text.ts');
        const list = await caller.pricing.list({ days: options.days });
        return { json: list, text: priceTable(session.style, list) };
      }),
    );
}

function addSet(parent: Command, session: CliSession): void {
  parent
    .command('set <model>')
    .description('enter a price of your own, which counts from now on')
    .requiredOption('--input <dollars>', 'uncached input', dollars)
    .requiredOption('--output <dollars>', 'output', dollars)
    .option('--cache-read <dollars>', 'input read from a cache (default: as input)', dollars)
    .option('--cache-write <dollars>', 'input written to a cache for 5 minutes (default: as input)', dollars)
    .option(
      '--cache-write-1h <dollars>',
      'input written to a cache for an hour (default: twice the input for Claude, else as for 5 minutes)',
      dollars,
    )
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((model: string, { json: _json, ...prices }: PriceOptions, command: Command) =>
      answerWith(session, command.opts<JsonOption>(), async ({ caller }) => {
        const { appliedText } = await import('../price-text.ts');
        const applied = await caller.pricing.set({ model, ...prices });
        return { json: applied, text: appliedText(session.style, model, applied) };
      }),
    );
}

function addRemove(parent: Command, session: CliSession): void {
  parent
    .command('remove <model>')
    .description('take back a price of your own; the built-in one applies again, if there is one')
    .option('--json', 'print JSON')
    .action((model: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { appliedText } = await import('../price-text.ts');
        const applied = await caller.pricing.remove({ model });
        return { json: applied, text: appliedText(session.style, model, applied) };
      }),
    );
}
