/** What the cells of a request show. */
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ExchangeSummary, Outcome, Usage } from '../../../src-shared/schemas/exchange.ts';
import { MICRO_USD_PER_USD } from '../../../src-shared/units.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { tokensPerSecond } from '../../state/tokens-per-second.ts';
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

/** @param error what went wrong; it takes the place of the general explanation in the tooltip. */
export function OutcomeBadge({ outcome, error = null }: { readonly outcome: Outcome | null; readonly error?: string | null }) {
  const { t } = useTranslation();
  const isLost = useUi((state) => state.connection === 'lost');
  if (outcome === null && isLost) return <Badge title={t('connection.liveUnknown')}>{t('connection.outcomeUnknown')}</Badge>;
  const name = outcome ?? 'live';
  return (
    <Badge tone={outcome === null ? 'accent' : OUTCOME_TONES[outcome]} title={error ?? t(`requests.outcomeHint.${name}`)}>
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
    // The keyboard opens requests by the marked row; a thousand links to step through would be in its way.
    <Link
      to={{ pathname: `/requests/${exchange.id}`, search: search.toString() }}
      tabIndex={-1}
      aria-label={t('requests.open', { time })}
      title={format.instant(exchange.startedAtMs)}
      onClick={(event) => event.stopPropagation()}
    >
      {time}
    </Link>
  );
}

/** Requested model, and after it the one that was sent if it is another. */
export function ModelNames({ exchange }: OfExchange) {
  const { requestedModel, sentModel, method, path } = exchange;
  if (requestedModel === null) {
    return (
      <span title={`${method} ${path}`} className="font-mono text-muted">
        {path}
      </span>
    );
  }
  const isMapped = sentModel !== null && sentModel !== requestedModel;
  return (
    <span title={isMapped ? `${requestedModel} → ${sentModel}` : requestedModel}>
      {requestedModel}
      {isMapped && <span className="text-muted"> → {sentModel}</span>}
    </span>
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

/** Output tokens per second from the first byte to the end; nothing where it would say nothing. */
export function Speed({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const format = useFormat();
  const perSecond = tokensPerSecond(exchange);
  return perSecond === null ? t('common.dash') : t('requests.perSecond', { value: format.count(perSecond) });
}

export function Cost({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const format = useFormat();
  const { costMicroUsd, unpricedAttempts } = exchange;
  if (costMicroUsd === null) return <span title={unpricedAttempts === 0 ? undefined : t('requests.unpricedHint')}>{t('common.dash')}</span>;
  const cost = format.cost(costMicroUsd);
  if (unpricedAttempts > 0) return <span title={t('requests.unpricedHint')}>{`≥ ${cost}`}</span>;
  return <span title={format.price(costMicroUsd / MICRO_USD_PER_USD)}>{cost}</span>;
}

/** What is worth noticing of a request, each as a word. */
export function Marks({ exchange }: OfExchange) {
  const { t } = useTranslation();
  const format = useFormat();
  const { attemptCount, isStream, usage, unpricedAttempts, kind } = exchange;
  return (
    <span className="inline-flex gap-1 overflow-hidden align-middle">
      {attemptCount > 1 && (
        <Badge tone="warn" title={t('requests.retriedHint')}>
          {t('requests.tries', { count: attemptCount, value: format.count(attemptCount) })}
        </Badge>
      )}
      {unpricedAttempts > 0 && (
        <Badge tone="warn" title={t('requests.unpricedHint')}>
          {t('requests.unpriced')}
        </Badge>
      )}
      {usage?.source === 'estimated' && <Badge title={t('requests.estimatedHint')}>{t('requests.estimated')}</Badge>}
      {kind !== 'messages' && <Badge>{t(`requests.kind.${kind}`)}</Badge>}
      {isStream && <Badge title={t('requests.streamHint')}>{t('requests.stream')}</Badge>}
    </span>
  );
}
