/** `code-proxy requests` and `code-proxy request ID`: what happened, with every attempt and its verdict. */
import { type Command, Option } from 'commander';
import {
  EXPORT_FORMATS,
  type ExchangeDetail,
  type ExchangeFilter,
  type ExchangePage,
  type ExchangeSummary,
  type ExportFormat,
  exchangeFilterSchema,
  exchangeKindSchema,
  outcomeFilterSchema,
} from '../../../src-shared/schemas/exchange.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { pointInTime, searchText, statusFilter, wholeNumberIn } from '../option-values.ts';
import { type Answer, answerWith, type CliSession, type JsonOption } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface ListOptions extends JsonOption {
  readonly limit: number;
  readonly status?: number;
  readonly outcome?: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly kind?: string;
  readonly session?: string;
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  readonly cursor?: string;
  readonly export?: ExportFormat;
  readonly file?: string;
  readonly bom?: boolean;
}

interface ShowOptions extends JsonOption {
  readonly curl?: boolean;
  readonly har?: boolean;
  readonly attempt?: number;
}

/** More attempts than any exchange makes. */
const MAX_ATTEMPT = 1_000;

/** As many as the router gives at once. */
const MAX_LIMIT = 200;

/** Details are asked for in turns of this many, as many as the router takes in one batch. */
const DETAILS_AT_ONCE = 20;

const EXAMPLES = `
A time is 2h (ago), 2026-11-20, 2026-11-20T14:30 or Unix ms; days and hours are those of your time zone (TZ).

Examples:
  code-proxy requests --limit 5
  code-proxy requests --outcome failures --since 2d --endpoint main
  code-proxy requests --text "overloaded" --json
  code-proxy requests --export csv --since 2026-11-01 --file november.csv`;

export function addRequestCommands(parent: Command, session: CliSession): void {
  const time = pointInTime(() => session.io.nowMs());
  parent
    .command('requests')
    .description('list requests, newest first, or export them')
    .option('--limit <number>', `how many, at most ${MAX_LIMIT}; an export holds all`, wholeNumberIn(1, MAX_LIMIT), 20)
    .option('--status <status>', 'only those answered so: 200, 4xx, 5xx', statusFilter)
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(outcomeFilterSchema.options))
    .option('--endpoint <name>', 'only those that were tried at this endpoint')
    .option('--model <part>', 'only those whose requested or sent model contains this')
    .addOption(new Option('--kind <kind>', 'only this kind of call').choices(exchangeKindSchema.options))
    .option('--session <id>', 'only those of this session')
    .option('--text <text>', 'only those with this in an id, model, path, error, reason, ..', searchText)
    .option('--since <time>', 'only those that began then or later', time)
    .option('--until <time>', 'only those that began before', time)
    .option('--cursor <cursor>', 'go on after this page (nextCursor of --json)')
    .option('--json', 'print JSON: an object with items (each with its attempts) and nextCursor')
    .addOption(new Option('--export <format>', 'write all that match, instead of a page').choices(EXPORT_FORMATS))
    .option('--file <file>', 'export into this file instead of standard output')
    .option('--bom', 'begin a CSV file with a byte order mark, which Excel needs to read UTF-8')
    .addHelpText('after', EXAMPLES)
    .action((options: ListOptions) =>
      answerWith(session, options, ({ caller }) =>
        options.export === undefined
          ? listRequests(caller, options, session)
          : exportRequests(caller, { ...options, export: options.export }, session),
      ),
    );
  parent
    .command('request <id>')
    .description('show one request with its attempts; the beginning of its id is enough')
    .option('--curl', 'print it as a curl command for a POSIX shell; set API_KEY to the key before you run it')
    .option('--har', 'print all that was kept of it as a HAR 1.2 log')
    .option(
      '--attempt <number>',
      'with --curl: what this attempt sent, 0 for what the client sent (default: the last)',
      wholeNumberIn(0, MAX_ATTEMPT),
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  code-proxy request 019a9f3c-1b2c\n  code-proxy request 019a9f3c-1b2c --curl > again.sh\n  code-proxy request 019a9f3c-1b2c --har > request.har',
    )
    .action((id: string, options: ShowOptions) =>
      answerWith(session, options, async ({ caller }) => {
        const { findExchange } = await import('../request-lookup.ts');
        const { requestDetails } = await import('../request-text.ts');
        const exchange = await findExchange(caller.exchanges, id);
        const exported = await exportOf(caller, exchange, options);
        if (exported !== null) return exported;
        const [{ instanceId }, rules] = await Promise.all([caller.status.get(), caller.rules.list()]);
        const ruleTitles = new Map(rules.map(({ rule }) => [rule.id, rule.title]));
        return { json: exchange, text: requestDetails(session.style, exchange, { nowMs: session.io.nowMs(), instanceId, ruleTitles }) };
      }),
    );
}

function filterOf(options: ListOptions): ExchangeFilter {
  const { status, outcome, endpoint, model, kind, session, text, since, until } = options;
  return exchangeFilterSchema.parse({ status, outcome, endpoint, model, kind, sessionId: session, text, sinceMs: since, untilMs: until });
}

/** What `--curl` and `--har` print; null for neither. */
async function exportOf(caller: AdminCaller, exchange: ExchangeDetail, { curl, har, attempt }: ShowOptions): Promise<Answer | null> {
  if (curl === true && har === true) throw new UsageError('--curl and --har cannot be given together');
  if (attempt !== undefined && curl !== true) throw new UsageError('--attempt belongs to --curl');
  if (curl !== true && har !== true) return null;
  const { curlOf, harOf } = await import('../write-request.ts');
  if (curl === true) {
    const command = await curlOf(caller, exchange, attempt ?? null);
    return { json: { command }, text: command };
  }
  const log = await harOf(caller, exchange);
  return { json: log, text: JSON.stringify(log, null, 2) };
}

async function listRequests(caller: AdminCaller, options: ListOptions, session: CliSession) {
  for (const name of ['file', 'bom'] as const) {
    if (options[name] !== undefined) throw new UsageError(`--${name} belongs to --export`, `--${name}`);
  }
  const page = await fullPage(caller, options);
  if (options.json === true) return { json: { items: await withAttempts(caller, page.items), nextCursor: page.nextCursor }, text: '' };
  const { requestTable } = await import('../request-text.ts');
  const isFiltered = options.cursor !== undefined || Object.values(filterOf(options)).some((value) => value !== undefined);
  return { json: null, text: requestTable(session.style, page.items, session.io.nowMs(), isFiltered) };
}

/** A search through many requests is answered in pieces; here they are put together until the page is full. */
async function fullPage(caller: AdminCaller, options: ListOptions): Promise<Pick<ExchangePage, 'items' | 'nextCursor'>> {
  const filter = filterOf(options);
  const items: ExchangeSummary[] = [];
  let cursor = options.cursor;
  for (;;) {
    const page = await caller.exchanges.list({ ...filter, limit: options.limit - items.length, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.searchedToMs === null || page.nextCursor === null || items.length >= options.limit) return { items, nextCursor: page.nextCursor };
    cursor = page.nextCursor;
  }
}

async function exportRequests(caller: AdminCaller, options: ListOptions & { readonly export: ExportFormat }, session: CliSession) {
  if (options.json === true && options.file === undefined)
    throw new UsageError('with --export, --json needs --file: standard output is the export', '--json');
  const { writeExport } = await import('../request-export.ts');
  const { file = null } = options;
  const rows = await writeExport(caller, { filter: filterOf(options), format: options.export, file, hasBom: options.bom === true }, session.io);
  // On standard output only the export itself, so that it can be piped.
  return { json: { file, rows }, text: file === null ? '' : `${rows} requests written to ${file}` };
}

async function withAttempts(caller: AdminCaller, items: readonly ExchangeSummary[]): Promise<readonly ExchangeDetail[]> {
  const details: ExchangeDetail[] = [];
  for (let at = 0; at < items.length; at += DETAILS_AT_ONCE) {
    details.push(...(await Promise.all(items.slice(at, at + DETAILS_AT_ONCE).map(({ id }) => caller.exchanges.get({ id })))));
  }
  return details;
}
