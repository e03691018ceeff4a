/** What the cells of a request show. */
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ExchangeSummary, Outcome, Usage } from '../../../src-shared/schemas/exchange.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { useUi } from '../../state/ui-store.ts';

interface OfExchange {
  readonly exchange: ExchangeSummary;
}

const OUTCOME_TONES: Record<Outcome, Tone> = {
  delivered: 'ok',
  client_fault: 'warn',
  refused: 'warn',
  failed: 'bad',
  client_left: 'neutral',
  stream_cut: 'bad',
  interrupted: 'neutral',
};

export function OutcomeBadge({ outcome }: { readonly outcome: Outcome | null }) {
  const { t } = useTranslation();
  const isLost = useUi((state) => state.connection === 'lost');
  if (outcome === null && isLost) return <Badge title={t('connection.liveUnknown')}>{t('connection.outcomeUnknown')}</Badge>;
  const name = outcome ?? 'live';
  return (
    <Badge tone={outcome === null ? 'accent' : OUTCOME_TONES[outcome]} title={t(`requests.outcomeHint.${name}`)}>
      {t(`requests.outcome.${name}`)}
    </Badge>
  );
}

export function TimeLink({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const format = useFormat();
  const [search] = useSearchParams();
  const time = format.time(exchange.startedAtMs, Date.now());
  return (
    <Link
      to={{ pathname: `/requests/${exchange.id}`, search: search.toString() }}
      aria-label={t('requests.open', { time })}
      title={format.instant(exchange.startedAtMs)}
      onClick={(event) => event.stopPropagation()}
    >
      {time}
    </Link>
  );
}

/** Requested model, and below it the one that was sent if it is another. */
export function ModelNames({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const { requestedModel, sentModel, kind } = exchange;
  if (requestedModel === null) return <span className="font-mono text-muted">{exchange.path}</span>;
  return (
    <div className="max-w-64">
      <p className="truncate">{requestedModel}</p>
      {sentModel !== null && sentModel !== requestedModel && <p className="truncate text-muted">→ {sentModel}</p>}
      {kind !== 'messages' && <p className="text-muted">{t(`requests.kind.${kind}`)}</p>}
    </div>
  );
}

const STATUS_DIGITS = ['1', '2', '3', '4', '5'] as const;
const STATUS_COLOURS = { '1': 'text-muted', '2': 'text-ok', '3': 'text-warn', '4': 'text-warn', '5': 'text-bad' } as const;

export function StatusWord({ status }: { readonly status: number | null }) {
  const { t } = useTranslation();
  const digit = STATUS_DIGITS.find((one) => status !== null && one === String(status).charAt(0));
  if (status === null || digit === undefined) return t('common.dash');
  return (
    <span className={STATUS_COLOURS[digit]}>
      {status} {t(`requests.statusWord.${digit}`)}
    </span>
  );
}

export function Duration({ exchange }: OfExchange) {
  const format = useFormat();
  if (exchange.endedAtMs === null) return <RunningTime sinceMs={exchange.startedAtMs} />;
  return format.duration(exchange.endedAtMs - exchange.startedAtMs);
}

function RunningTime({ sinceMs }: { readonly sinceMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(1_000);
  const isLost = useUi((state) => state.connection === 'lost');
  return isLost ? t('common.dash') : format.countdown(nowMs - sinceMs);
}

export function FirstByte({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const format = useFormat();
  return exchange.firstByteAtMs === null ? t('common.dash') : format.duration(exchange.firstByteAtMs - exchange.startedAtMs);
}

export function Tokens({ usage }: { readonly usage: Usage | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (usage === null) return t('common.dash');
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  if (input + usage.outputTokens === 0) return t('common.dash');
  // Of a stream only the output is known before its end.
  const isInputUnknown = usage.source === 'estimated' && input === 0;
  const text = t('requests.tokensInOut', {
    input: isInputUnknown ? t('common.dash') : format.compact(input),
    output: format.compact(usage.outputTokens),
  });
  return usage.source === 'estimated' ? <span title={t('requests.estimated')}>~ {text}</span> : text;
}

/** Share of the input that came from the cache. */
export function Cache({ usage }: { readonly usage: Usage | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = usage === null ? 0 : usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  if (usage === null || input === 0) return t('common.dash');
  const tokens = t('units.tokens', { count: usage.cacheReadTokens, value: format.count(usage.cacheReadTokens) });
  return <span title={t('requests.cacheRead', { value: tokens })}>{format.share(usage.cacheReadTokens / input)}</span>;
}
