/** What was kept of a request, or in words why there is nothing to show and what can be done about it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import { DataPanel } from '../../../components/data-panel.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useAudit } from '../../../state/queries/use-audit.ts';
import { failureOf, useRepair } from '../../use-failures.ts';

export function AuditPanel({ id, children }: { readonly id: string; readonly children: (record: AuditRecord) => ReactNode }) {
  const { t } = useTranslation();
  const audit = useAudit(id);
  const repair = useRepair(audit.refetch);
  return (
    <DataPanel data={audit.data} failure={failureOf(audit)} skeleton={<Skeleton rows={8} rowHeight="h-7" />} onRepair={repair}>
      {(view) => {
        if (view.kind === 'kept') return children(view.record);
        return (
          <div className="rounded-lg border border-dashed border-line-strong">
            <EmptyState title={t(`request.audit.${view.kind}`)} text={t(`request.audit.${view.kind}Text`)}>
              {(view.kind === 'none' || view.kind === 'expired') && (
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
