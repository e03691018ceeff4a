/** A request at a glance: how it ended, its attempts one after the other, its tokens and cost, and the plain facts. */
import { useTranslation } from 'react-i18next';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Banner } from '../../../components/banner.tsx';
import { classNames } from '../../../components/class-names.ts';
import { OutcomeBadge, StatusWord } from '../request-cells.tsx';
import { AttemptBars } from './attempt-bars.tsx';
import { AttemptTimeline } from './attempt-timeline.tsx';
import { RequestFacts } from './request-facts.tsx';
import { UsageTable } from './usage-table.tsx';

export function OverviewTab({ exchange, isFull }: { readonly exchange: ExchangeDetail; readonly isFull: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <OutcomeBadge outcome={exchange.outcome} />
        <StatusWord status={exchange.status} />
        <span className="text-[13px] text-muted">{t(`requests.outcomeHint.${exchange.outcome ?? 'live'}`)}</span>
      </div>
      {exchange.error !== null && (
        <Banner tone="bad">
          <p className="font-medium">{t('request.error')}</p>
          <p>{exchange.error}</p>
        </Banner>
      )}
      <div
        className={classNames(
          'flex flex-col gap-5',
          isFull && 'rail:grid rail:grid-cols-[minmax(0,1fr)_minmax(16rem,24rem)] rail:items-start rail:gap-8',
        )}
      >
        <div className="flex flex-col gap-5">
          {isFull && <AttemptBars exchange={exchange} />}
          <AttemptTimeline attempts={exchange.attempts} />
        </div>
        <div className="flex flex-col gap-5">
          <UsageTable exchange={exchange} />
          <RequestFacts exchange={exchange} />
        </div>
      </div>
    </div>
  );
}
