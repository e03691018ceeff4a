/** `code-proxy requests` and `code-proxy request ID`: what happened, with every attempt and its verdict. */
import type { Command } from 'commander';
import type { ExchangeDetail, ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { statusFilter, wholeNumberIn } from '../option-values.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';

interface ListOptions extends JsonOption {
  readonly limit: number;
  readonly status?: number;
  readonly endpoint?: string;
  readonly model?: string;
  readonly cursor?: string;
}

/** As many as the router gives at once. */
const MAX_LIMIT = 200;

/** Details are asked for in turns of this many, as many as the router takes in one batch. */
const DETAILS_AT_ONCE = 20;

export function addRequestCommands(parent: Command, session: CliSession): void {
  parent
    .command('requests')
    .description('list requests, newest first')
    .option('--limit <number>', `how many, at most ${MAX_LIMIT}`, wholeNumberIn(1, MAX_LIMIT), 20)
    .option('--status <status>', 'only those answered so: 200, 4xx, 5xx', statusFilter)
    .option('--endpoint <name>', 'only those that were tried at this endpoint')
    .option('--model <part>', 'only those whose requested or sent model contains this')
    .option('--cursor <cursor>', 'go on after this page (nextCursor of --json)')
    .option('--json', 'print JSON: an object with items (each with its attempts) and nextCursor')
    .addHelpText(
      'after',
      '\nExamples:\n  code-proxy requests --limit 5\n  code-proxy requests --status 5xx --endpoint main\n  code-proxy requests --json',
    )
    .action((options: ListOptions) => answerWith(session, options, ({ caller }) => listRequests(caller, options, session)));
  parent
    .command('request <id>')
    .description('show one request with its attempts; the beginning of its id is enough')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  code-proxy request 019a9f3c-1b2c')
    .action((id: string, options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        const { findExchange } = await import('../request-lookup.ts');
        const { requestDetails } = await import('../request-text.ts');
        const exchange = await findExchange(caller.exchanges, id);
        const [{ instanceId }, rules] = await Promise.all([caller.status.get(), caller.rules.list()]);
        const ruleTitles = new Map(rules.map(({ rule }) => [rule.id, rule.title]));
        return { json: exchange, text: requestDetails(session.style, exchange, { nowMs: session.io.nowMs(), instanceId, ruleTitles }) };
      }),
    );
}

async function listRequests(caller: AdminCaller, options: ListOptions, session: CliSession) {
  const { limit, status, endpoint, model, cursor } = options;
  const page = await caller.exchanges.list({ limit, status, endpoint, model, cursor });
  if (options.json === true) return { json: { items: await withAttempts(caller, page.items), nextCursor: page.nextCursor }, text: '' };
  const { requestTable } = await import('../request-text.ts');
  return { json: null, text: requestTable(session.style, page.items, session.io.nowMs()) };
}

async function withAttempts(caller: AdminCaller, items: readonly ExchangeSummary[]): Promise<readonly ExchangeDetail[]> {
  const details: ExchangeDetail[] = [];
  for (let at = 0; at < items.length; at += DETAILS_AT_ONCE) {
    details.push(...(await Promise.all(items.slice(at, at + DETAILS_AT_ONCE).map(({ id }) => caller.exchanges.get({ id })))));
  }
  return details;
}
