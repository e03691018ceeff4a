/** What was kept of a request, or in words why there is nothing to show and what can be done about it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditRecord, AuditView } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { DataPanel } from '../../../components/data-panel.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useAudit } from '../../../state/queries/use-audit.ts';
import { failureOf, useRepair } from '../../use-failures.ts';

export interface AuditPanelProps {
  readonly exchange: ExchangeDetail;
  readonly children: (record: AuditRecord) => ReactNode;
}

export function AuditPanel({ exchange, children }: AuditPanelProps) {
  const { t } = useTranslation();
  const audit = useAudit(exchange.id);
  const repair = useRepair(audit.refetch);
  return (
    <DataPanel data={audit.data} failure={failureOf(audit)} skeleton={<Skeleton rows={8} rowHeight="h-7" />} onRepair={repair}>
      {(view) => {
        if (view.kind === 'kept') return children(view.record);
        const why = whyNothing(view.kind, exchange);
        return (
          <div className="rounded-lg border border-dashed border-line-strong">
            <EmptyState title={t(`request.audit.${view.kind}`)} text={t(`request.audit.${why}Text`)}>
              {(why === 'none' || why === 'expired') && (
                <Link to="/settings" className="text-accent hover:underline">
                  {t('request.audit.settings')}
                </Link>
              )}
            </EmptyState>
          </div>
        );
      }}
    </DataPanel>
  );
}

/** What ended with the process has no audit although that is switched on. */
function whyNothing(kind: Exclude<AuditView['kind'], 'kept'>, { outcome }: ExchangeDetail): typeof kind | 'interrupted' {
  return kind === 'none' && outcome === 'interrupted' ? outcome : kind;
}
