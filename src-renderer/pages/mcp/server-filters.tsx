/** Which servers are shown: by what is typed, by scope, and by folder or project. */
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { McpOverview, McpScopeKind } from '../../../src-shared/schemas/mcp.ts';
import { classNames } from '../../components/class-names.ts';
import { INPUT } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useFormat } from '../../components/use-format.ts';
import { placesIn, type ServerFilter } from '../../state/mcp/server-groups.ts';
import { LookIntoProject } from './look-into-project.tsx';

const KINDS: readonly McpScopeKind[] = ['user', 'local', 'project'];

export interface ServerFiltersProps {
  readonly overview: McpOverview;
  readonly filter: ServerFilter;
  /** How many fit. */
  readonly shown: number;
  readonly onChange: (filter: ServerFilter) => void;
}

export function ServerFilters({ overview, filter, shown, onChange }: ServerFiltersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const places = placesIn(overview);
  const total = overview.servers.length;
  const counted = t('mcp.count', { count: total, value: format.count(total) });
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-muted" />
        <input
          type="search"
          data-shortcut="filter"
          aria-label={t('mcp.search')}
          placeholder={t('mcp.searchHint')}
          value={filter.search}
          onChange={(event) => onChange({ ...filter, search: event.target.value })}
          className={classNames(INPUT, 'w-72 pl-8')}
        />
      </div>
      <Select
        label={t('mcp.filterScope')}
        value={filter.kind}
        options={[{ value: 'all' as const, label: t('mcp.allScopes') }, ...KINDS.map((value) => ({ value, label: t(`mcp.scopes.${value}`) }))]}
        onChange={(kind) => onChange({ ...filter, kind })}
      />
      {places.length > 1 && (
        <Select
          label={t('mcp.filterPlace')}
          className="max-w-72"
          value={filter.place}
          options={[{ value: '', label: t('mcp.allPlaces') }, ...places.map((value) => ({ value, label: value }))]}
          onChange={(place) => onChange({ ...filter, place })}
        />
      )}
      <LookIntoProject />
      <span role="status" className="text-muted tabular-nums">
        {shown === total ? counted : t('mcp.shown', { shown: format.count(shown), total: counted })}
      </span>
    </search>
  );
}
