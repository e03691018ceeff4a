/** What can be done with a stored request: copied as a command, saved as a HAR log, sent again. */
import { FileDown, RotateCcw, Terminal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { harLog } from '../../../../src-shared/request-export/har-log.ts';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Menu } from '../../../components/menu.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { showDone } from '../../../components/toasts.ts';
import { useStoredBodies } from '../../../state/commands/use-stored-bodies.ts';
import { useAudit } from '../../../state/queries/use-audit.ts';
import { useStatus } from '../../../state/queries/use-status.ts';
import { useReportFailure } from '../../use-failures.ts';
import { CurlDialog } from './curl-dialog.tsx';

export interface DetailActionsProps {
  readonly exchange: ExchangeDetail;
  readonly onReplay: () => void;
}

export function DetailActions({ exchange, onReplay }: DetailActionsProps) {
  const { t } = useTranslation();
  const audit = useAudit(exchange.id);
  const [isCurlOpen, setIsCurlOpen] = useState(false);
  const record = audit.data?.kind === 'kept' ? audit.data.record : null;
  const saveHar = useSaveHar(exchange);
  const isNone = record === null;
  const canReplay = !isNone && (exchange.kind === 'messages' || exchange.kind === 'count_tokens');
  const icon = 'size-4';
  const groups = [
    [
      { label: t('request.curl.action'), icon: <Terminal aria-hidden className={icon} />, isDisabled: isNone, onSelect: () => setIsCurlOpen(true) },
      {
        label: t('request.har.action'),
        icon: <FileDown aria-hidden className={icon} />,
        isDisabled: isNone,
        onSelect: () => record !== null && saveHar(record),
      },
    ],
    [{ label: t('request.replay.action'), icon: <RotateCcw aria-hidden className={icon} />, isDisabled: !canReplay, onSelect: onReplay }],
  ];
  return (
    <>
      <Menu label={t('request.actions')} groups={groups} />
      {isCurlOpen && record !== null && <CurlDialog exchange={exchange} record={record} onClose={() => setIsCurlOpen(false)} />}
    </>
  );
}

function useSaveHar(exchange: ExchangeDetail): (record: AuditRecord) => void {
  const { t } = useTranslation();
  const bodies = useStoredBodies();
  const status = useStatus().data;
  const onError = useReportFailure();
  return (record) =>
    bodies.mutate(record, {
      onError,
      onSuccess(kept) {
        const proxyUrl = status?.proxy.url ?? 'http://127.0.0.1:9000';
        const har = harLog({ exchange, record, bodies: kept, version: status?.version ?? '', proxyUrl });
        const name = `request-${exchange.id.slice(0, 13)}.har`;
        saveFile(name, JSON.stringify(har, null, 2), 'application/json');
        showDone(t('request.har.saved', { name }));
      },
    });
}
