/** The answers: the one that the client got, and the one of each attempt; as a message, as events, or as they came. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditBody, AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Segmented } from '../../../components/segmented.tsx';
import { messageOfEvents, messageOfJson } from '../../../state/messages/assemble-message.ts';
import { readStreamEvents } from '../../../state/messages/stream-events.ts';
import { type StoredText, useStoredText } from '../../../state/queries/use-stored-text.ts';
import { AssembledView } from './assembled-view.tsx';
import { BodyLoading, BodyView, PartNotice, useBodyAbsence } from './body-view.tsx';
import { EventList } from './event-list.tsx';
import { MessageSelect, type StoredMessage, useAnswers, useMessageChoice } from './message-choice.tsx';

type View = 'message' | 'events' | 'raw';

export function AnswerTab({ exchange, record }: { readonly exchange: ExchangeDetail; readonly record: AuditRecord }) {
  const { t } = useTranslation();
  const answers = useAnswers(exchange, record);
  const { chosen, choose } = useMessageChoice(answers);
  const [view, setView] = useState<View>('message');
  if (chosen === null) return <p className="text-muted">{t('request.part.none')}</p>;
  const isStream = isEventStream(chosen.body);
  const views: readonly View[] = isStream ? ['message', 'events', 'raw'] : ['message', 'raw'];
  const shown = views.includes(view) ? view : 'message';
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <MessageSelect messages={answers} chosen={chosen} onChoose={choose} />
        <Segmented
          label={t('request.answer.view')}
          value={shown}
          options={views.map((value) => ({ value, label: t(`request.answer.${value}`) }))}
          onChange={setView}
        />
      </div>
      <AnswerBody key={chosen.key} message={chosen} view={shown} />
    </div>
  );
}

export function isEventStream(body: AuditBody | null): boolean {
  return body?.contentType?.toLowerCase().startsWith('text/event-stream') === true;
}

function AnswerBody({ message: { address, body }, view }: { readonly message: StoredMessage; readonly view: View }) {
  const absence = useBodyAbsence(body);
  const stored = useStoredText(absence === null ? address : null);
  if (body === null || absence !== null) return <p className="text-muted">{absence}</p>;
  if (view === 'raw') return <BodyView address={address} body={body} stored={stored} />;
  if (stored.text === undefined) return <BodyLoading stored={stored} />;
  return <ReadAnswer text={stored.text} body={body} stored={stored} view={view} />;
}

interface ReadAnswerProps {
  readonly text: string;
  readonly body: AuditBody;
  readonly stored: StoredText;
  readonly view: View;
}

function ReadAnswer({ text, body, stored, view }: ReadAnswerProps) {
  const isStream = isEventStream(body);
  const events = useMemo(() => (isStream ? readStreamEvents(text) : []), [text, isStream]);
  const message = useMemo(() => (isStream ? messageOfEvents(events) : messageOfJson(text)), [events, text, isStream]);
  return (
    <div className="flex flex-col gap-3">
      <PartNotice body={body} stored={stored} />
      {view === 'events' ? <EventList events={events} /> : <AssembledView message={message} />}
    </div>
  );
}
