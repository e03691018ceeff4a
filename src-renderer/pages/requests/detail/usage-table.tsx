/** The tokens of a request, and what they cost to the last digit. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { MICRO_USD_PER_USD } from '../../../../src-shared/units.ts';
import { useFormat } from '../../../components/use-format.ts';

export interface UsageTableProps {
  readonly exchange: Pick<ExchangeDetail, 'usage' | 'costMicroUsd' | 'unpricedAttempts'>;
}

export function UsageTable({ exchange }: UsageTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { usage } = exchange;
  const tokens = (count: number) => t('units.tokens', { count, value: format.count(count) });
  return (
    <section aria-label={t('request.usage')}>
      <h2 className="mb-2 font-semibold">{t('request.usage')}</h2>
      {usage === null ? (
        <p className="text-muted">{t('request.usageNone')}</p>
      ) : (
        <>
          <dl className="grid grid-cols-[1fr_auto] gap-y-1 tabular-nums">
            <UsageRow name={t('request.usageInput')} value={tokens(usage.inputTokens)} />
            <UsageRow name={t('request.usageCacheRead')} value={tokens(usage.cacheReadTokens)} />
            {usage.cacheWrite5mTokens > 0 && <UsageRow name={t('request.usageCacheWrite5m')} value={tokens(usage.cacheWrite5mTokens)} />}
            {usage.cacheWrite1hTokens > 0 && <UsageRow name={t('request.usageCacheWrite1h')} value={tokens(usage.cacheWrite1hTokens)} />}
            <UsageRow name={t('request.usageOutput')} value={tokens(usage.outputTokens)} />
            <UsageRow name={t('request.usageCost')} value={<CostOf exchange={exchange} />} />
          </dl>
          {usage.source === 'estimated' && <p className="mt-1 text-[13px] text-muted">{t('request.usageEstimated')}</p>}
        </>
      )}
    </section>
  );
}

function UsageRow({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{value}</dd>
    </>
  );
}

/** As in the list: what the sum leaves out is said, and what is not over has none yet. */
function CostOf({ exchange: { costMicroUsd, unpricedAttempts } }: UsageTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (costMicroUsd === null) return t(unpricedAttempts === 0 ? 'common.dash' : 'request.unpriced');
  const cost = format.price(costMicroUsd / MICRO_USD_PER_USD);
  return unpricedAttempts === 0 ? cost : <span title={t('requests.unpricedHint')}>{`≥ ${cost}`}</span>;
}
