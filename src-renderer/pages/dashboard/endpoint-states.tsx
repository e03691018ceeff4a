/** How the endpoints are, in the order in which they are tried. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { EndpointBadge } from '../../components/endpoint-badge.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useEndpoints } from '../../state/queries/use-endpoints.ts';
import { useSessions } from '../../state/queries/use-sessions.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { StayingSessions } from './staying-sessions.tsx';

export function EndpointStates() {
  const { t } = useTranslation();
  const endpoints = useEndpoints();
  const repair = useRepair(endpoints.refetch);
  return (
    <Card
      title={t('dashboard.endpoints')}
      aside={
        <Link to="/endpoints" className="text-muted hover:text-text">
          {t('dashboard.endpointsAll')}
        </Link>
      }
    >
      <DataPanel data={endpoints.data} failure={failureOf(endpoints)} skeleton={<Skeleton rows={3} rowHeight="h-9" />} onRepair={repair}>
        {(list) => <States endpoints={list} />}
      </DataPanel>
    </Card>
  );
}

function States({ endpoints }: { readonly endpoints: readonly EndpointWithState[] }) {
  const { t } = useTranslation();
  const words = useCoreWords();
  const lastId = servedLast(endpoints);
  const sessions = useSessions().data ?? [];
  const names = endpoints.map(({ name }) => name);
  return (
    <ol className="divide-y divide-line">
      {endpoints.map((endpoint) => {
        const rest = endpoint.state.rests[0];
        return (
          <li key={endpoint.id} className={classNames('border-l-2 border-l-transparent px-4 py-2.5', endpoint.id === lastId && 'border-l-ok')}>
            <div className="flex items-center gap-2">
              <span className="w-6 shrink-0 text-[13px] font-medium text-muted">{t('endpoints.priority', { position: endpoint.position })}</span>
              <span title={endpoint.name} className={classNames('min-w-0 flex-1 truncate font-medium', !endpoint.isEnabled && 'text-muted')}>
                {endpoint.name}
              </span>
              {endpoint.id === lastId && <Badge tone="ok">{t('dashboard.servedLast')}</Badge>}
              <EndpointBadge state={endpoint.state} />
            </div>
            {endpoint.state.kind === 'resting' && rest !== undefined && (
              <p className="mt-0.5 pl-8 text-[13px] text-muted">{words.reason(rest.reason)}</p>
            )}
            <StayingSessions sessions={sessions.filter(({ endpointId }) => endpointId === endpoint.id)} endpoints={names} />
          </li>
        );
      })}
    </ol>
  );
}

function servedLast(endpoints: readonly EndpointWithState[]): string | null {
  const served = endpoints.filter(({ state }) => state.lastSuccessAtMs !== null);
  served.sort((a, b) => (b.state.lastSuccessAtMs ?? 0) - (a.state.lastSuccessAtMs ?? 0));
  return served[0]?.id ?? null;
}
