/** A request as a command line to copy: the client's own, or the one that an endpoint got. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { curlCommand } from '../../../../src-shared/request-export/curl-command.ts';
import { bodyKey, isReadable, readStoredBody } from '../../../../src-shared/request-export/stored-bodies.ts';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { useAdminClient } from '../../../api/admin-context.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { FailureBanner } from '../../../components/data-panel.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { Segmented } from '../../../components/segmented.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useStatus } from '../../../state/queries/use-status.ts';
import { readFailure } from '../../../state/read-failure.ts';
import { MessageSelect, type StoredMessage, useMessageChoice, useRequests } from './message-choice.tsx';

export interface CurlDialogProps {
  readonly exchange: ExchangeDetail;
  readonly record: AuditRecord;
  readonly onClose: () => void;
}

/** A longer command cannot be read any more; it can be copied all the same. */
const IN_COMMAND_CHARACTERS = 20_000;
const SHOWN_CHARACTERS = 6_000;

export function CurlDialog({ exchange, record, onClose }: CurlDialogProps) {
  const { t } = useTranslation();
  // What an endpoint got can be sent there again; the client's own goes through the proxy.
  const messages = useRequests(exchange, record).toReversed();
  const { chosen, choose } = useMessageChoice(messages);
  return (
    <Dialog title={t('request.curl.title')} description={t('request.curl.text')} isOpen isWide onClose={onClose}>
      {chosen !== null && (
        <div className="flex flex-col gap-3">
          <MessageSelect messages={messages} chosen={chosen} onChoose={choose} />
          <Command key={chosen.key} exchange={exchange} record={record} message={chosen} />
        </div>
      )}
    </Dialog>
  );
}

function Command({
  exchange,
  record,
  message,
}: {
  readonly exchange: ExchangeDetail;
  readonly record: AuditRecord;
  readonly message: StoredMessage;
}) {
  const { t } = useTranslation();
  const client = useAdminClient();
  const body = useQuery({
    queryKey: ['stored body', message.address],
    queryFn: async () => (isReadable(message.body) ? readStoredBody((input) => client.audit.text.query(input), message.address) : null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (body.data === undefined) {
    if (body.error === null) return <Skeleton rows={4} rowHeight="h-6" />;
    return <FailureBanner failure={{ ...readFailure(body.error), repair: 'retry' }} onRepair={() => void body.refetch()} />;
  }
  return (
    <>
      {(message.body?.kept === 'cut' || message.body?.kept === 'unread') && <Banner tone="warn">{t('request.curl.cut')}</Banner>}
      {message.body !== null && body.data === null && <Banner tone="warn">{t('request.curl.gone')}</Banner>}
      <CommandText name={`request-${exchange.id.slice(0, 13)}.json`} record={record} message={message} body={body.data} />
    </>
  );
}

interface CommandTextProps {
  /** Of the file that the body may go to. */
  readonly name: string;
  readonly record: AuditRecord;
  readonly message: StoredMessage;
  readonly body: string | null;
}

function CommandText({ name, record, message, body }: CommandTextProps) {
  const { t } = useTranslation();
  const proxyUrl = useStatus().data?.proxy.url ?? 'http://127.0.0.1:9000';
  const [kind, setKind] = useState<'command' | 'file'>((body?.length ?? 0) > IN_COMMAND_CHARACTERS ? 'file' : 'command');
  const { address } = message;
  const request = record.attempts.find(({ number }) => bodyKey('forwarded', number) === message.key)?.forwarded ?? record.original;
  const url = address.part === 'original' ? new URL(request.target, proxyUrl).href : request.target;
  const bodyFrom = kind === 'file' ? { kind, name } : { kind };
  const command = curlCommand({ method: request.method, url, headers: request.headers, body, bodyFrom });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t('request.curl.body')}
          value={kind}
          options={[
            { value: 'command', label: t('request.curl.inCommand') },
            { value: 'file', label: t('request.curl.inFile') },
          ]}
          onChange={setKind}
        />
        {kind === 'file' && body !== null && (
          <Button size="small" onClick={() => saveFile(name, body, 'application/json')}>
            {t('request.curl.saveBody', { name })}
          </Button>
        )}
        <CopyButton text={command} what={t('request.curl.command')} />
      </div>
      <section
        aria-label={t('request.curl.command')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the region scrolls, which needs the focus to be done from the keyboard
        tabIndex={0}
        className="max-h-80 overflow-x-hidden overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-[13px] wrap-anywhere whitespace-pre-wrap"
      >
        {command.length > SHOWN_CHARACTERS ? `${command.slice(0, SHOWN_CHARACTERS)} …` : command}
      </section>
    </>
  );
}
