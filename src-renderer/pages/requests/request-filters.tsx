/** The filters of the list. Each change is a change of the address. */
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { exchangeKindSchema, OUTCOMES } from '../../../src-shared/schemas/exchange.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useEndpoints } from '../../state/queries/use-endpoints.ts';
import { changeFilter, clearFilter, type FilterKey, isFiltered, readFilter } from '../../state/request-filter.ts';

const ANY = 'any';
const STATUS_CLASSES = ['2', '3', '4', '5'] as const;
/** While someone types, the list is not asked for at every letter. */
const TYPING_PAUSE_MS = 250;

export function RequestFilters() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const endpoints = useEndpoints().data ?? [];
  const change = (key: FilterKey) => (value: string) => setSearch((now) => changeFilter(now, key, value === ANY ? null : value));
  const choice = (key: FilterKey, name: string, values: readonly { readonly value: string; readonly label: string }[]) => (
    <Select
      label={name}
      className="min-w-0"
      value={search.get(key) ?? ANY}
      options={[{ value: ANY, label: `${name}: ${t('requests.any')}` }, ...values]}
      onChange={change(key)}
    />
  );
  // An endpoint that is gone by now can still be in the address.
  const names = [...new Set([...endpoints.map(({ name }) => name), ...(filter.endpoint === undefined ? [] : [filter.endpoint])])];
  return (
    <search aria-label={t('requests.filters')} className="mb-3 flex flex-wrap items-center gap-2">
      <ModelFilter value={filter.model ?? ''} onChange={change('model')} />
      {choice(
        'status',
        t('requests.filterStatus'),
        STATUS_CLASSES.map((digit) => ({ value: digit, label: t('requests.statusClass', { digit, word: t(`requests.statusWord.${digit}`) }) })),
      )}
      {choice(
        'outcome',
        t('requests.filterOutcome'),
        OUTCOMES.map((value) => ({ value, label: t(`requests.outcome.${value}`) })),
      )}
      {choice(
        'endpoint',
        t('requests.filterEndpoint'),
        names.map((value) => ({ value, label: value })),
      )}
      {choice(
        'kind',
        t('requests.filterKind'),
        exchangeKindSchema.options.map((value) => ({ value, label: t(`requests.kind.${value}`) })),
      )}
      {isFiltered(filter) && (
        <Button variant="ghost" onClick={() => setSearch(clearFilter(search))}>
          <X aria-hidden className="size-4" />
          {t('requests.clear')}
        </Button>
      )}
    </search>
  );
}

function ModelFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [search, setSearch] = useSearchParams();
  const input = useRef<HTMLInputElement>(null);
  const wantsFocus = search.has('focus');
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (!wantsFocus) return;
    input.current?.focus();
    // The wish is fulfilled; it is no part of the view that a bookmark keeps.
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete('focus');
        return next;
      },
      { replace: true },
    );
  }, [wantsFocus, setSearch]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => latest.current(text.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <input
        ref={input}
        type="search"
        data-shortcut="filter"
        aria-label={t('requests.filterModel')}
        placeholder={t('requests.filterModel')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        className={classNames(INPUT, 'w-52 pl-8')}
      />
    </div>
  );
}
