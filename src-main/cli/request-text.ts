/** How exchanges look in a terminal: a table of many, one in full with its attempts, and sums of usage. */
import { localTokenOrigin } from '../../src-shared/local-token-origin.ts';
import type { Attempt, ExchangeDetail, ExchangeSummary, Usage } from '../../src-shared/schemas/exchange.ts';
import type { UsageReport, UsageTotals } from '../../src-shared/schemas/usage.ts';
import { UNLISTED_RULE_TITLES } from '../../src-shared/unlisted-rules.ts';
import { bytes, count, countdown, duration, money, relativeTime } from './amounts.ts';
import { shortIdLength } from './request-lookup.ts';
import { renderFields, renderTable } from './table.ts';
import type { TextStyle, Tone } from './text-style.ts';

const NONE = '–';
/** Stored for a rest that ends with an edit. */
const UNTIL_EDITED = -1;

/** @param isFiltered  Only some were asked for, so that there may be others. */
export function requestTable(style: TextStyle, exchanges: readonly ExchangeSummary[], nowMs: number, isFiltered = false): string {
  if (exchanges.length === 0) {
    return isFiltered
      ? 'No request is like that – "code-proxy requests" lists them all.'
      : 'No requests yet – they appear here as soon as Claude Code talks to the proxy.';
  }
  const idLength = shortIdLength(exchanges.map(({ id }) => id));
  return renderTable(
    style,
    [
      { title: 'ID', cell: ({ id }) => style.paint('faint', id.slice(0, idLength)) },
      { title: 'WHEN', cell: ({ startedAtMs }) => relativeTime(startedAtMs, nowMs) },
      { title: 'STATUS', align: 'right', cell: ({ status }) => (status === null ? NONE : String(status)) },
      { title: 'OUTCOME', cell: (exchange) => outcomeText(style, exchange) },
      { title: 'MODEL', cell: (exchange) => style.paint('plain', modelText(exchange)) },
      { title: 'ENDPOINT', cell: ({ endpoint }) => style.paint('plain', endpoint ?? NONE) },
      { title: 'TRIES', align: 'right', cell: ({ attemptCount }) => style.paint(attemptCount > 1 ? 'warning' : 'plain', count(attemptCount)) },
      { title: 'TOOK', align: 'right', cell: (exchange) => duration(tookMs(exchange)) },
      { title: 'IN', align: 'right', cell: ({ usage }) => (usage === null ? NONE : count(inputOf(usage))) },
      { title: 'OUT', align: 'right', cell: ({ usage }) => (usage === null ? NONE : count(usage.outputTokens)) },
      { title: 'COST', align: 'right', cell: (exchange) => costText(exchange) },
    ],
    exchanges,
  );
}

/** `$0.0042`, `unpriced`, `$0.0042 +` when a part has no price, `–` when nothing was used. */
function costText({ costMicroUsd, unpricedAttempts }: Pick<ExchangeSummary, 'costMicroUsd' | 'unpricedAttempts'>): string {
  if (costMicroUsd === null) return unpricedAttempts > 0 ? 'unpriced' : NONE;
  return unpricedAttempts > 0 ? `${money(costMicroUsd)} +` : money(costMicroUsd);
}

function outcomeText(style: TextStyle, { outcome }: ExchangeSummary): string {
  if (outcome === null) return style.paint('strong', 'live');
  const tones: Partial<Record<typeof outcome, Tone>> = { delivered: 'good', failed: 'bad', stream_cut: 'bad', client_left: 'faint' };
  return style.paint(tones[outcome] ?? 'warning', outcome);
}

function modelText({ requestedModel, sentModel, kind, method, path }: ExchangeSummary): string {
  if (requestedModel === null) return `${method} ${path}`;
  const model = sentModel === null || sentModel === requestedModel ? requestedModel : `${requestedModel} → ${sentModel}`;
  return kind === 'messages' ? model : `${model} (${kind})`;
}

function tookMs({ startedAtMs, endedAtMs }: { readonly startedAtMs: number; readonly endedAtMs: number | null }): number | null {
  return endedAtMs === null ? null : endedAtMs - startedAtMs;
}

function inputOf(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

/** @param now Time, which instance runs (its own token is told from those of earlier starts), and titles of failover rules by id. */
export function requestDetails(
  style: TextStyle,
  exchange: ExchangeDetail,
  now: { readonly nowMs: number; readonly instanceId: string; readonly ruleTitles?: ReadonlyMap<string, string> },
): string {
  const { nowMs, instanceId, ruleTitles = new Map() } = now;
  const firstByteMs = exchange.firstByteAtMs === null ? null : exchange.firstByteAtMs - exchange.startedAtMs;
  const fields: [string, string][] = [
    ['outcome', `${outcomeText(style, exchange)}${exchange.status === null ? '' : ` (${exchange.status})`}`],
    ['request', style.paint('plain', `${exchange.method} ${exchange.path}${exchange.isStream ? ', streamed' : ''}`)],
    ['model', style.paint('plain', modelText(exchange))],
    ['started', `${new Date(exchange.startedAtMs).toISOString()} (${relativeTime(exchange.startedAtMs, nowMs)})`],
    ['took', `${duration(tookMs(exchange))}, first byte after ${duration(firstByteMs)}`],
    ['size', `${bytes(exchange.requestBytes)} in, ${bytes(exchange.responseBytes)} out`],
    ['tokens', exchange.usage === null ? NONE : usageText(exchange.usage)],
    ['cost', costText(exchange)],
    ['client', style.paint('plain', `${exchange.client ?? NONE}, local token ${tokenText(exchange.localToken, instanceId)}`)],
    ['session', style.paint('plain', exchange.sessionId ?? NONE)],
  ];
  if (exchange.error !== null) fields.push(['error', style.paint('bad', exchange.error)]);
  const attempts = exchange.attempts.length === 0 ? '\nNo attempt was made.' : `\n\n${attemptTable(style, exchange.attempts, ruleTitles)}`;
  return `${style.paint('strong', exchange.id)}\n${renderFields(style, fields)}${attempts}`;
}

function tokenText(name: string | null, instanceId: string): string {
  if (name === null) return NONE;
  const origin = localTokenOrigin(name, instanceId);
  if (origin === 'named') return `"${name}"`;
  return origin === 'this-start' ? 'of this start' : 'of an earlier start';
}

function usageText(usage: Usage): string {
  const cached = usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const cache = cached === 0 ? '' : ` (${count(usage.cacheReadTokens)} read from and ${count(cached - usage.cacheReadTokens)} written to the cache)`;
  return `${count(inputOf(usage))} in${cache}, ${count(usage.outputTokens)} out, ${usage.source}`;
}

function attemptTable(style: TextStyle, attempts: readonly Attempt[], ruleTitles: ReadonlyMap<string, string>): string {
  return renderTable(
    style,
    [
      { title: '#', align: 'right', cell: ({ number }) => String(number) },
      { title: 'ENDPOINT', cell: ({ endpoint }) => style.paint('strong', endpoint) },
      { title: 'SENT MODEL', cell: ({ sentModel }) => style.paint('plain', sentModel ?? NONE) },
      { title: 'STATUS', align: 'right', cell: ({ status }) => (status === null ? NONE : String(status)) },
      { title: 'VERDICT', cell: ({ verdict }) => style.paint(verdict === 'deliver' ? 'good' : 'warning', verdict ?? 'live') },
      { title: 'REST', cell: ({ restMs }) => restText(restMs) },
      { title: 'TOOK', align: 'right', cell: (attempt) => duration(tookMs(attempt)) },
      { title: 'COST', align: 'right', cell: (attempt) => attemptCostText(attempt) },
      {
        title: 'REASON',
        cell: ({ reason, ruleId }) => style.paint('plain', [reason, ruleText(ruleId, ruleTitles)].filter(Boolean).join(' ')),
      },
    ],
    attempts,
  );
}

function attemptCostText({ usage, costMicroUsd }: Attempt): string {
  return costText({ costMicroUsd, unpricedAttempts: usage === null || costMicroUsd !== null ? 0 : 1 });
}

/** `[overloaded: The endpoint is overloaded]`; a rule that is gone is named by its id. */
function ruleText(ruleId: string | null, titles: ReadonlyMap<string, string>): string | null {
  if (ruleId === null) return null;
  const title = titles.get(ruleId) ?? UNLISTED_RULE_TITLES.get(ruleId);
  return title === undefined ? `[${ruleId}]` : `[${ruleId}: ${title}]`;
}

function restText(restMs: number | null): string {
  if (restMs === null) return NONE;
  return restMs === UNTIL_EDITED ? 'until edited' : countdown(restMs);
}

export function usageTable(style: TextStyle, report: UsageReport, keyTitle: string): string {
  if (report.rows.length === 0) return 'No usage in this time.';
  // Of a model list nobody knows the model, of what was turned down here the endpoint.
  const nameOf = (key: string) => (key === '' ? 'none' : key);
  const rows = [
    ...report.rows.map((row) => ({ ...row, key: nameOf(row.key), tone: 'plain' as Tone })),
    { ...report.totals, key: 'total', tone: 'strong' as Tone },
  ];
  const numbers: readonly (readonly [string, (row: UsageTotals) => string])[] = [
    ['REQUESTS', (row) => count(row.exchanges)],
    ['ERRORS', (row) => count(row.errors)],
    ['IN', (row) => count(row.inputTokens)],
    ['CACHE READ', (row) => count(row.cacheReadTokens)],
    ['CACHE WRITE', (row) => count(row.cacheWriteTokens)],
    ['OUT', (row) => count(row.outputTokens)],
    ['COST', (row) => costText({ ...row, costMicroUsd: row.costMicroUsd === 0 && row.unpricedAttempts > 0 ? null : row.costMicroUsd })],
    ['UNPRICED', (row) => count(row.unpricedAttempts)],
  ];
  return renderTable(
    style,
    [
      { title: keyTitle, cell: (row) => style.paint(row.tone, row.key) },
      ...numbers.map(([title, cell]) => ({ title, align: 'right' as const, cell: (row: (typeof rows)[number]) => style.paint(row.tone, cell(row)) })),
    ],
    rows,
  );
}
