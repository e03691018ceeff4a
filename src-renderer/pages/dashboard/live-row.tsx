/** One exchange under way: model, the endpoints tried so far, time and bytes that count up. */
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Attempt, ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { Badge } from '../../components/badge.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNow } from '../../components/use-now.ts';
import { useExchange } from '../../state/queries/use-exchange.ts';

const CLOCK_STEP_MS = 250;

export function LiveRow({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow(CLOCK_STEP_MS);
  const attempts = useExchange(exchange.id).data?.attempts ?? [];
  const outputTokens = exchange.usage?.outputTokens ?? 0;
  const about = t('dashboard.estimated', { value: t('units.tokens', { count: outputTokens, value: format.count(outputTokens) }) });
  const isReceiving = exchange.responseBytes > 0;
  return (
    <li>
      <Link to={`/requests/${exchange.id}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-hover">
        <span title={exchange.requestedModel ?? exchange.path} className="truncate font-medium">
          {exchange.requestedModel ?? exchange.path}
        </span>
        <span className="text-right tabular-nums">{format.elapsed(nowMs - exchange.startedAtMs)}</span>
        <AttemptChain attempts={attempts} endpoint={exchange.endpoint} />
        <span className="text-right text-[13px] text-muted tabular-nums">
          {isReceiving ? [format.bytes(exchange.responseBytes), ...(outputTokens > 0 ? [about] : [])].join(' · ') : t('dashboard.waiting')}
        </span>
      </Link>
    </li>
  );
}

function AttemptChain({ attempts, endpoint }: { readonly attempts: readonly Attempt[]; readonly endpoint: string | null }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  if (attempts.length === 0) return <span className="text-[13px] text-muted">{endpoint ?? t('common.dash')}</span>;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {attempts.map((attempt, index) => (
        <span key={attempt.number} className="flex items-center gap-1">
          {index > 0 && <ChevronRight aria-hidden className="size-3 text-muted" />}
          <Badge tone={toneOf(attempt)} {...(attempt.reason === null ? {} : { title: words.reason(attempt.reason) })}>
            {attempt.endpoint}
            {isFailed(attempt) && <span>{attempt.status ?? t('request.noAnswer')}</span>}
          </Badge>
        </span>
      ))}
    </span>
  );
}

function isFailed(attempt: Attempt): boolean {
  return attempt.verdict !== null && attempt.verdict !== 'deliver';
}

function toneOf(attempt: Attempt) {
  if (isFailed(attempt)) return 'warn';
  return attempt.verdict === 'deliver' ? 'ok' : 'accent';
}
