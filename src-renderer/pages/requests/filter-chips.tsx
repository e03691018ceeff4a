/** How many requests there are, and which filters select them, each with the way to take it away. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExchangeFilter } from '../../../src-shared/schemas/exchange.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useRequestCount } from '../../state/queries/use-request-count.ts';
import { activeFilters, changeFilter, clearFilter, type FilterKey } from '../../state/request-filter.ts';
import { useAddress } from '../use-address.ts';
import { useSpanText } from './use-span-text.ts';

export function FilterChips({ filter }: { readonly filter: ExchangeFilter }) {
  const { t } = useTranslation();
  const { change } = useAddress();
  const text = useFilterText(filter);
  const active = activeFilters(filter);
  // Of a span of time there is one chip.
  const shown = active.filter((key) => key !== 'until' || !active.includes('since'));
  const remove = (key: FilterKey) =>
    change((now) => changeFilter(now, key === 'since' || key === 'until' ? { since: null, until: null } : { [key]: null }));
  return (
    <div className="mb-2 flex min-h-7 flex-wrap items-center gap-1.5 text-[13px]">
      <Count filter={filter} />
      {shown.map((key) => (
        <span key={key} className="inline-flex max-w-80 items-center rounded-full bg-accent-soft pl-2.5 text-accent">
          <span className="truncate">{text(key)}</span>
          <button
            type="button"
            aria-label={t('requests.removeFilter', { filter: text(key) })}
            title={t('requests.removeFilter', { filter: text(key) })}
            onClick={() => remove(key)}
            className="rounded-full p-1 hover:bg-hover"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      {active.length > 0 && (
        <Button variant="ghost" size="small" onClick={() => change(clearFilter)}>
          {t('requests.clear')}
        </Button>
      )}
    </div>
  );
}

function Count({ filter }: { readonly filter: ExchangeFilter }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useRequestCount(filter);
  if (data === undefined) return <span className="mr-1 h-4 w-24 animate-pulse rounded bg-sunken" aria-hidden />;
  // A search that has found none so far says how far it got in the list itself.
  if (data.count === 0 && !data.isExact) return null;
  const value = format.count(data.count);
  return (
    <span className="mr-1 text-muted tabular-nums" title={data.isExact ? undefined : t('requests.atLeastHint')}>
      {data.isExact ? t('requests.total', { count: data.count, value }) : t('requests.atLeast', { count: data.count, value })}
    </span>
  );
}

/** A filter in words, with its name where the value alone would not say what it is. */
function useFilterText(filter: ExchangeFilter): (key: FilterKey) => string {
  const { t } = useTranslation();
  const spanText = useSpanText();
  const { endpoint = '', model = '', status = 0, outcome = 'delivered', kind = 'other', sessionId = '', text = '' } = filter;
  const named = (name: string, value: string) => t('requests.namedFilter', { name, value });
  return (key) => {
    switch (key) {
      case 'since':
      case 'until':
        return spanText({ sinceMs: filter.sinceMs ?? null, untilMs: filter.untilMs ?? null });
      case 'endpoint':
        return named(t('requests.filterEndpoint'), endpoint);
      case 'model':
        return named(t('requests.filterModel'), model);
      case 'status':
        return named(t('requests.filterStatus'), status < 10 ? `${status}xx` : String(status));
      case 'outcome':
        return t(`requests.outcome.${outcome}`);
      case 'kind':
        return named(t('requests.filterKind'), t(`requests.kind.${kind}`));
      case 'session':
        return named(t('requests.column.session'), sessionId);
      case 'text':
        return `“${text}”`;
    }
  };
}
