/** `code-proxy audit ..`: what was kept of requests and answers, how much room it takes, and whether anything is kept. */
import type { Command } from 'commander';
import { type AuditBody, type AuditPart, type AuditRecord, type AuditView, auditPartSchema } from '../../../src-shared/schemas/audit.ts';
import type { AdminCaller } from '../admin-caller.ts';
import { bytes } from '../amounts.ts';
import { findExchange } from '../request-lookup.ts';
import { answerWith, type CliSession, type JsonOption } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Examples:
  code-proxy audit show 019a9f3c
  code-proxy audit show 019a9f3c --part upstream --attempt 2
  code-proxy audit size
  code-proxy audit off`;

const WHY_NOT: Readonly<Record<Exclude<AuditView['kind'], 'kept'>, string>> = {
  none: 'nothing was kept of this request: the audit was off or could not write, or it broke off with Code Proxy itself',
  expired: 'what was kept of this request has expired',
  dropped: 'nothing was kept of this request, because too much was under way at once',
  pending: 'this request is still running',
};

interface ShowOptions extends JsonOption {
  readonly part?: string;
  readonly attempt?: string;
}

export function addAuditCommand(parent: Command, session: CliSession): void {
  const audit = parent.command('audit').description('requests and answers in full, as far as they are kept').addHelpText('after', EXAMPLES);
  audit
    .command('show <id>')
    .description('print what was kept of a request: an overview, or one body')
    .option('--part <part>', 'print this body: original, forwarded, upstream or delivered')
    .option('--attempt <n>', 'of which attempt, for forwarded and upstream (default: the last one)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((id: string, options: ShowOptions) => answerWith(session, options, ({ caller }) => showAnswer(caller, id, options)));
  audit
    .command('size')
    .description('print how much room each day takes')
    .option('--json', 'print JSON')
    .action((options: JsonOption) => answerWith(session, options, async ({ caller }) => sizeAnswer(session, await caller.audit.size())));
  audit
    .command('delete')
    .description('delete everything that was kept of requests and answers')
    .option('--yes', 'do it without asking')
    .option('--json', 'print JSON')
    .action((options: JsonOption & { readonly yes?: boolean }) =>
      answerWith(session, options, async ({ caller }) => {
        if (options.yes !== true) throw new UsageError('this deletes all kept requests and answers and cannot be undone – add --yes to do it');
        return { json: { deleted: true, ...(await caller.audit.deleteAll()) }, text: 'All kept requests and answers are deleted.' };
      }),
    );
  addSwitch(audit, session, true);
  addSwitch(audit, session, false);
}

function addSwitch(audit: Command, session: CliSession, isOn: boolean): void {
  audit
    .command(isOn ? 'on' : 'off')
    .description(isOn ? 'keep requests and answers from now on' : 'keep no requests and answers from now on; what is kept stays until it expires')
    .option('--json', 'print JSON')
    .action((options: JsonOption) =>
      answerWith(session, options, async ({ caller }) => {
        await caller.settings.change({ changes: [{ path: 'audit.isOn', value: isOn }] });
        return { json: { isOn }, text: isOn ? 'Requests and answers are kept.' : 'Requests and answers are not kept from now on.' };
      }),
    );
}

async function showAnswer(caller: AdminCaller, wanted: string, options: ShowOptions) {
  const { id } = await findExchange(caller.exchanges, wanted);
  const view = await caller.audit.get({ id });
  if (view.kind !== 'kept') return { json: view, text: WHY_NOT[view.kind] };
  if (options.part === undefined) return { json: view, text: overview(view.record) };
  const part = partOf(options.part);
  const attempt = part === 'original' || part === 'delivered' ? null : attemptOf(options.attempt, view.record);
  let text = '';
  for (let offset: number | null = 0; offset !== null; ) {
    const read = await caller.audit.text({ exchangeId: id, part, attempt, offset });
    text += read.text;
    offset = read.nextOffset;
  }
  return { json: { part, attempt, text }, text };
}

function partOf(given: string): AuditPart {
  const part = auditPartSchema.safeParse(given);
  if (!part.success) throw new UsageError(`--part must be ${auditPartSchema.options.join(', ')}, not ${given}`);
  return part.data;
}

function attemptOf(given: string | undefined, { attempts }: AuditRecord): number {
  const number = given === undefined ? attempts.length : Number(given);
  if (!attempts.some((attempt) => attempt.number === number))
    throw new UsageError(`there is no attempt ${given ?? ''}; this request has ${attempts.length}`);
  return number;
}

function overview({ original, attempts, delivered }: AuditRecord): string {
  const message = (title: string, headers: readonly (readonly [string, string])[], body: AuditBody | null) =>
    [title, ...headers.map(([name, value]) => `  ${name}: ${value}`), `  (${bodyText(body)})`].join('\n');
  return [
    message(`original   ${original.method} ${original.target}`, original.headers, original.body),
    ...attempts.flatMap(({ number, forwarded, upstream }) => [
      message(`forwarded ${number}   ${forwarded.method} ${forwarded.target}`, forwarded.headers, forwarded.body),
      upstream === null ? `upstream ${number}   no answer came` : message(`upstream ${number}   ${upstream.status}`, upstream.headers, upstream.body),
    ]),
    delivered === null ? 'delivered   nothing' : message(`delivered   ${delivered.status}`, delivered.headers, delivered.body),
  ].join('\n\n');
}

function bodyText(body: AuditBody | null): string {
  if (body === null) return 'no body';
  const kept = {
    whole: '',
    cut: ', only its beginning is kept',
    dropped: ', not kept',
    unreadable: ', its compression cannot be undone',
    unread: ', not read to its end',
  }[body.kept];
  return `${bytes(body.bytes)}${kept}`;
}

async function sizeAnswer(
  { style }: CliSession,
  size: { readonly days: readonly { day: string; exchanges: number; sizeBytes: number }[]; readonly sizeBytes: number },
) {
  if (size.days.length === 0) return { json: size, text: 'No requests and answers are kept.' };
  const { renderTable } = await import('../table.ts');
  type Day = (typeof size.days)[number];
  const columns = [
    { title: 'DAY (UTC)', cell: (day: Day) => style.paint('strong', day.day) },
    { title: 'REQUESTS', cell: (day: Day) => style.paint('plain', String(day.exchanges)), align: 'right' as const },
    { title: 'SIZE', cell: (day: Day) => style.paint('plain', bytes(day.sizeBytes)), align: 'right' as const },
  ];
  return { json: size, text: `${renderTable(style, columns, size.days)}\n\n${bytes(size.sizeBytes)} in all` };
}
