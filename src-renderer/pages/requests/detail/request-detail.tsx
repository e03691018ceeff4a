/** One request in full: what was asked, what each endpoint answered, what was decided, and what it used. */
import { ArrowLeft, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Banner } from '../../../components/banner.tsx';
import { IconButton } from '../../../components/button.tsx';
import { DataPanel } from '../../../components/data-panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useExchange } from '../../../state/queries/use-exchange.ts';
import { failureOf, useRepair } from '../../use-failures.ts';
import { OutcomeBadge, StatusWord } from '../request-cells.tsx';
import { AttemptTimeline } from './attempt-timeline.tsx';
import { RequestFacts } from './request-facts.tsx';
import { UsageTable } from './usage-table.tsx';
import { useEscape } from './use-escape.ts';

export function RequestDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const exchange = useExchange(id);
  const repair = useRepair(exchange.refetch);
  const list = { pathname: '/requests', search: search.toString() };
  const close = () => void navigate(list);
  useEscape(close);
  return (
    <aside
      aria-label={t('request.title')}
      className="wide:sticky wide:top-16 wide:max-h-[calc(100dvh-5rem)] wide:overflow-y-auto wide:rounded-lg wide:border wide:border-line wide:bg-surface"
    >
      <header className="mb-3 flex items-center justify-between gap-2 wide:mb-0 wide:px-4 wide:py-3">
        <div className="flex items-center gap-3">
          <Link to={list} className="flex items-center gap-1 text-muted hover:text-text wide:hidden">
            <ArrowLeft aria-hidden className="size-4" />
            {t('request.back')}
          </Link>
          <h1 className="text-lg font-semibold">{t('request.title')}</h1>
        </div>
        <span className="hidden wide:block">
          <IconButton size="smallIcon" label={t('request.close')} icon={<X aria-hidden className="size-4" />} onClick={close} />
        </span>
      </header>
      <div className="wide:px-4 wide:pb-5">
        <DataPanel data={exchange.data} failure={failureOf(exchange)} skeleton={<Skeleton rows={5} rowHeight="h-16" />} onRepair={repair}>
          {(data) => <DetailBody exchange={data} />}
        </DataPanel>
      </div>
    </aside>
  );
}

function DetailBody({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  return (
    <div className="flex max-w-2xl flex-col gap-5 wide:max-w-none">
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
      <AttemptTimeline attempts={exchange.attempts} />
      <UsageTable usage={exchange.usage} costMicroUsd={exchange.costMicroUsd} />
      <RequestFacts exchange={exchange} />
    </div>
  );
}
