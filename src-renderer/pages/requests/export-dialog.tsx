/** Saves all requests that the filters select as a file, with what is done so far and the way to stop it. */
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExchangeFilter, ExportFormat } from '../../../src-shared/schemas/exchange.ts';
import { useAdminClient } from '../../api/admin-context.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { classNames } from '../../components/class-names.ts';
import { FailureBanner } from '../../components/data-panel.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { saveFile } from '../../components/save-file.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type ExportProgress, exportFileName, exportRequests } from '../../state/export-requests.ts';
import { useRequestCount } from '../../state/queries/use-request-count.ts';
import { failureOf } from '../use-failures.ts';

export interface ExportDialogProps {
  readonly filter: ExchangeFilter;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const FORMATS = [
  { value: 'csv', label: 'CSV' },
  { value: 'json', label: 'JSON' },
] as const satisfies readonly { value: ExportFormat; label: string }[];

export function ExportDialog({ filter, isOpen, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [hasBom, setHasBom] = useState(false);
  const run = useExport(filter);
  const isRunning = run.progress !== null && run.doneRows === null;
  const close = () => {
    run.cancel();
    onClose();
  };
  const failure = failureOf({ error: run.error });
  return (
    <Dialog
      title={t('requests.export.title')}
      description={t('requests.export.text')}
      isOpen={isOpen}
      onClose={close}
      footer={
        <>
          <Button onClick={isRunning ? run.cancel : close}>{t(isRunning ? 'requests.export.stop' : 'common.close')}</Button>
          <Button variant="primary" disabled={isRunning} onClick={() => void run.start(format, hasBom)}>
            <Download aria-hidden className="size-4" />
            {t('requests.export.start')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Segmented label={t('requests.export.format')} value={format} options={FORMATS} onChange={setFormat} />
        <p className="text-[13px] text-muted">{t(format === 'csv' ? 'requests.export.csvHint' : 'requests.export.jsonHint')}</p>
        {format === 'csv' && <Checkbox label={t('requests.export.bom')} isChecked={hasBom} onChange={setHasBom} />}
        {failure !== null && <FailureBanner failure={{ ...failure, repair: null }} onRepair={() => undefined} />}
        <Progress filter={filter} progress={run.progress} doneRows={run.doneRows} />
      </div>
    </Dialog>
  );
}

interface ProgressProps {
  readonly filter: ExchangeFilter;
  readonly progress: ExportProgress | null;
  readonly doneRows: number | null;
}

function Progress({ filter, progress, doneRows }: ProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = useRequestCount(filter).data;
  const rows = doneRows ?? progress?.rows ?? 0;
  const text = t('requests.total', { count: rows, value: format.count(rows) });
  const reachedMs = progress?.reachedMs ?? null;
  const isKnown = total?.isExact === true && total.count > 0;
  // Null: nobody knows how many there will be.
  const share = doneRows !== null ? 1 : isKnown ? Math.min(1, rows / total.count) : null;
  return (
    // As high while nothing runs: the dialog does not grow under the pointer.
    <div className="min-h-12" role="status">
      {progress !== null && (
        <>
          <div
            role="progressbar"
            aria-label={t('requests.export.progress')}
            aria-valuemin={0}
            aria-valuemax={100}
            {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
            className="h-2 w-full overflow-hidden rounded-full bg-sunken"
          >
            <div
              className={classNames('h-full rounded-full bg-accent', share === null && 'animate-pulse')}
              style={{ width: `${(share ?? 1) * 100}%` }}
            />
          </div>
          <p className="text-[13px] text-muted tabular-nums">
            {doneRows !== null
              ? t('requests.export.done', { rows: text })
              : reachedMs === null
                ? text
                : t('requests.export.sofar', { rows: text, time: format.time(reachedMs, Date.now()) })}
          </p>
        </>
      )}
    </div>
  );
}

function useExport(filter: ExchangeFilter) {
  const client = useAdminClient();
  const running = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [doneRows, setDoneRows] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = () => {
    running.current?.abort();
    running.current = null;
    setProgress(null);
    setDoneRows(null);
    setError(null);
  };
  const start = async (format: ExportFormat, hasBom: boolean) => {
    cancel();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setProgress({ rows: 0, reachedMs: null });
    let rows = 0;
    try {
      const onProgress = (next: ExportProgress) => {
        rows = next.rows;
        if (!signal.aborted) setProgress(next);
      };
      const file = await exportRequests(client, { filter, format, hasBom, signal, onProgress });
      saveFile(exportFileName(format, new Date()), file, file.type);
      setDoneRows(rows);
    } catch (cause) {
      if (signal.aborted) return;
      setProgress(null);
      setError(cause);
    }
  };
  return { progress, doneRows, error, start, cancel };
}
