/** The attempts of a request one after the other: endpoint, answer, verdict, why, and what it did to the endpoint. */
import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../src-shared/schemas/exchange.ts';
import { Badge } from '../../../components/badge.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useCoreWords } from '../../../components/use-core-words.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useRuleTitle } from '../../../state/queries/use-rules.ts';

const VERDICT_TONES = { deliver: 'ok', 'retry-here': 'warn', 'try-next': 'warn', stop: 'neutral' } as const;
/** How `restMs` says "until edited". */
const UNTIL_EDITED = -1;

export function AttemptTimeline({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('request.attempts')}>
      <h2 className="mb-2 font-semibold">{t('request.attempts')}</h2>
      {attempts.length === 0 && <p className="text-muted">{t('request.noAttempts')}</p>}
      <ol className="ml-1.5 border-l border-line-strong">
        {attempts.map((attempt, index) => (
          <AttemptStep key={attempt.number} attempt={attempt} previous={attempts[index - 1] ?? null} />
        ))}
      </ol>
    </section>
  );
}

function AttemptStep({ attempt, previous }: { readonly attempt: Attempt; readonly previous: Attempt | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ruleTitle = useRuleTitle();
  const words = useCoreWords();
  const { verdict, ruleId, reason, restMs, upstreamRequestId, sentModel } = attempt;
  const facts = useTimes(attempt, previous);
  return (
    <li aria-label={t('request.attempt', { number: attempt.number })} className="relative pb-4 pl-5 last:pb-0">
      <span aria-hidden className={`absolute top-1.5 -left-[5px] size-2.5 rounded-full ${verdict === 'deliver' ? 'bg-ok' : 'bg-line-strong'}`} />
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{attempt.endpoint}</span>
        {verdict === null ? (
          <Badge tone="accent">{t('request.underWay')}</Badge>
        ) : (
          <Badge tone={VERDICT_TONES[verdict]}>{t(`request.verdict.${verdict}`)}</Badge>
        )}
      </div>
      <p className="text-[13px] text-muted tabular-nums">{facts.join(' · ')}</p>
      {sentModel !== null && (
        <p title={sentModel} className="truncate font-mono text-[13px] text-muted">
          {sentModel}
        </p>
      )}
      {reason !== null && <p>{words.reason(reason)}</p>}
      {restMs !== null && (
        <p>{restMs === UNTIL_EDITED ? t('request.restedUntilEdited') : t('request.rested', { duration: format.duration(restMs) })}</p>
      )}
      {ruleId !== null && (
        <p title={ruleId} className="text-[13px] text-muted">
          {t('request.rule', { rule: words.ruleTitle(ruleId, ruleTitle(ruleId)) })}
        </p>
      )}
      {upstreamRequestId !== null && (
        <p className="flex items-center gap-1 text-[13px] text-muted">
          {t('request.upstreamId')}{' '}
          <code title={upstreamRequestId} className="min-w-0 truncate font-mono">
            {upstreamRequestId}
          </code>
          <CopyButton text={upstreamRequestId} what={t('request.upstreamId')} />
        </p>
      )}
    </li>
  );
}

/** What is known of the attempt's times and answer, as short phrases. */
function useTimes(attempt: Attempt, previous: Attempt | null): readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { startedAtMs, firstByteAtMs, endedAtMs, status } = attempt;
  const facts: string[] = [];
  const gapMs = previous?.endedAtMs == null ? 0 : startedAtMs - previous.endedAtMs;
  if (gapMs > 0) facts.push(t('request.waited', { duration: format.duration(gapMs) }));
  if (status !== null) facts.push(t('request.status', { status }));
  else if (endedAtMs !== null) facts.push(t('request.noAnswer'));
  if (firstByteAtMs !== null) facts.push(t('request.firstByteIn', { duration: format.duration(firstByteAtMs - startedAtMs) }));
  if (endedAtMs !== null) facts.push(t('request.took', { duration: format.duration(endedAtMs - startedAtMs) }));
  return facts;
}
