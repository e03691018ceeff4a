/** The request sent once more: waiting for its answer, and then both answers side by side. */
import { LoaderCircle, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Button } from '../../../components/button.tsx';
import { FailureBanner } from '../../../components/data-panel.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import type { useReplay } from '../../../state/commands/use-replay.ts';
import { readFailure } from '../../../state/read-failure.ts';
import { ReplayComparison } from './replay-comparison.tsx';

export interface ReplayTabProps {
  readonly exchange: ExchangeDetail;
  readonly record: AuditRecord;
  readonly replay: ReturnType<typeof useReplay>;
  /** Name of the endpoint that was chosen last. */
  readonly endpoint: string;
  readonly onAsk: () => void;
}

export function ReplayTab({ exchange, record, replay, endpoint, onAsk }: ReplayTabProps) {
  const { t } = useTranslation();
  const { run, cancel } = replay;
  if (run.isPending)
    return (
      <div role="status" className="flex items-center gap-3">
        <LoaderCircle aria-hidden className="size-4 animate-spin text-muted" />
        {t('request.replay.running', { endpoint })}
        <Button size="small" disabled={cancel.isPending} onClick={() => cancel.mutate({ id: exchange.id })}>
          {t('request.replay.cancel')}
        </Button>
      </div>
    );
  if (run.data !== undefined) return <ReplayComparison exchange={exchange} record={record} replay={run.data} onAsk={onAsk} />;
  return (
    <>
      {run.error !== null && <FailureBanner failure={{ ...readFailure(run.error), repair: null }} onRepair={onAsk} />}
      <div className="rounded-lg border border-dashed border-line-strong">
        <EmptyState icon={<RotateCcw aria-hidden className="size-6" />} title={t('request.replay.none')} text={t('request.replay.noneText')}>
          <Button onClick={onAsk}>{t('request.replay.action')}</Button>
        </EmptyState>
      </div>
    </>
  );
}
