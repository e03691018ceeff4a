/** The filters of the list. Each change is a change of the address, so that the browser's way back undoes it. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { exchangeKindSchema, OUTCOMES } from '../../../src-shared/schemas/exchange.ts';
import { Select } from '../../components/select.tsx';
import { useEndpoints } from '../../state/queries/use-endpoints.ts';
import { changeFilter, type FilterKey, readFilter } from '../../state/request-filter.ts';
import { useAddress } from '../use-address.ts';
import { TextFilter } from './text-filter.tsx';
import { TimeFilter } from './time-filter.tsx';

const ANY = 'any';
const STATUS_CLASSES = ['2', '3', '4', '5'] as const;
/** What endpoints and gateways answer most often. */
const STATUSES = ['200', '400', '401', '403', '404', '408', '413', '422', '429', '500', '502', '503', '504', '529'] as const;

export function RequestFilters() {
  const { t } = useTranslation();
  const { search, change: changeAddress } = useAddress();
  const filter = readFilter(search);
  const endpoints = useEndpoints().data ?? [];
  const change = (key: FilterKey) => (value: string) => changeAddress((now) => changeFilter(now, { [key]: value === ANY ? null : value }));
  const choice = (key: FilterKey, name: string, values: readonly { readonly value: string; readonly label: string }[]) => {
    const value = search.get(key) ?? ANY;
    // What the address names need not be among the usual choices: an endpoint that is gone, a status that is rare.
    const isKnown = value === ANY || values.some((one) => one.value === value);
    const options = [
      { value: ANY, label: t('requests.namedFilter', { name, value: t('requests.any') }) },
      ...values,
      ...(isKnown ? [] : [{ value, label: value }]),
    ];
    return <Select label={name} className="min-w-0" value={value} options={options} onChange={change(key)} />;
  };
  const input = useRef<HTMLInputElement>(null);
  useWishedFocus(input);
  return (
    <search aria-label={t('requests.filters')} className="mb-2 flex flex-wrap items-center gap-2">
      <TextFilter
        isMain
        input={input}
        label={t('requests.filterText')}
        hint={t('requests.filterTextHint')}
        value={filter.text ?? ''}
        onChange={change('text')}
        className="w-56"
      />
      <TimeFilter
        span={{ sinceMs: filter.sinceMs ?? null, untilMs: filter.untilMs ?? null }}
        onChange={({ sinceMs, untilMs }) =>
          changeAddress((now) =>
            changeFilter(now, { since: sinceMs === null ? null : String(sinceMs), until: untilMs === null ? null : String(untilMs) }),
          )
        }
      />
      {choice(
        'outcome',
        t('requests.filterOutcome'),
        (['failures', ...OUTCOMES] as const).map((value) => ({ value, label: t(`requests.outcome.${value}`) })),
      )}
      {choice(
        'endpoint',
        t('requests.filterEndpoint'),
        endpoints.map(({ name }) => ({ value: name, label: name })),
      )}
      <TextFilter label={t('requests.filterModel')} value={filter.model ?? ''} onChange={change('model')} className="w-48" />
      {choice('status', t('requests.filterStatus'), [
        ...STATUS_CLASSES.map((digit) => ({ value: digit, label: t('requests.statusClass', { digit, word: t(`requests.statusWord.${digit}`) }) })),
        ...STATUSES.map((value) => ({ value, label: value })),
      ])}
      {choice(
        'kind',
        t('requests.filterKind'),
        exchangeKindSchema.options.map((value) => ({ value, label: t(`requests.kind.${value}`) })),
      )}
    </search>
  );
}

/** The shortcut of another page leads here to search. */
function useWishedFocus(input: { readonly current: HTMLInputElement | null }): void {
  const { search, change } = useAddress();
  const wantsFocus = search.has('focus');
  useEffect(() => {
    if (!wantsFocus) return;
    input.current?.focus();
    // The wish is fulfilled; it is no part of the view that a bookmark keeps.
    change(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete('focus');
        return next;
      },
      { replace: true, isDrawnAtOnce: false },
    );
  }, [wantsFocus, input, change]);
}
