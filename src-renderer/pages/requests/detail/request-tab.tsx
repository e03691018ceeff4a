/** The body of the request: as the client sent it, and as each endpoint got it. */
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { useStoredText } from '../../../state/queries/use-stored-text.ts';
import { BodyView, useBodyAbsence } from './body-view.tsx';
import { MessageSelect, type StoredMessage, useMessageChoice, useRequests } from './message-choice.tsx';

export function RequestTab({ exchange, record }: { readonly exchange: ExchangeDetail; readonly record: AuditRecord }) {
  const messages = useRequests(exchange, record);
  const { chosen, choose } = useMessageChoice(messages);
  if (chosen === null) return null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <MessageSelect messages={messages} chosen={chosen} onChoose={choose} />
        <code className="min-w-0 font-mono text-[13px] break-all text-muted">{chosen.summary}</code>
      </div>
      <MessageBody key={chosen.key} message={chosen} />
    </div>
  );
}

function MessageBody({ message: { address, body } }: { readonly message: StoredMessage }) {
  const absence = useBodyAbsence(body);
  const stored = useStoredText(absence === null ? address : null);
  if (body === null || absence !== null) return <p className="text-muted">{absence}</p>;
  return <BodyView address={address} body={body} stored={stored} />;
}
