/** The request and its answer as a conversation that can be read. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { useFormat } from '../../../components/use-format.ts';
import { VirtualRows } from '../../../components/virtual-rows.tsx';
import { messageOfEvents, messageOfJson } from '../../../state/messages/assemble-message.ts';
import type { ContentBlock } from '../../../state/messages/content-blocks.ts';
import { type Conversation, readConversation, type Turn } from '../../../state/messages/conversation.ts';
import { readStreamEvents } from '../../../state/messages/stream-events.ts';
import { useStoredText } from '../../../state/queries/use-stored-text.ts';
import { isEventStream } from './answer-tab.tsx';
import { BodyLoading, useBodyAbsence } from './body-view.tsx';
import { BlockView, toolNamesIn } from './content-block.tsx';
import { answerOf } from './message-choice.tsx';

const TURN_HEIGHT_PX = 160;

export function ConversationTab({ record }: { readonly record: AuditRecord }) {
  const { t } = useTranslation();
  const { exchangeId, original } = record;
  const absence = useBodyAbsence(original.body);
  const request = useStoredText(absence === null ? { exchangeId, part: 'original', attempt: null } : null);
  const last = answerOf(record);
  const answer = useStoredText(last?.address ?? null);
  const { text, isWhole } = request;
  const conversation = useMemo(() => (text === undefined || !isWhole ? null : readConversation(text)), [text, isWhole]);
  const isStream = isEventStream(last?.body ?? null);
  const answered = useMemo(() => answerTurn(answer.text, isStream), [answer.text, isStream]);
  if (absence !== null) return <p className="text-muted">{absence}</p>;
  if (text === undefined) return <BodyLoading stored={request} />;
  if (!isWhole)
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="text-muted">{t('request.talk.notLoaded')}</p>
        <Button disabled={request.isLoading} onClick={() => request.loadUpTo(Number.MAX_SAFE_INTEGER - 1)}>
          {t('request.body.loadAll')}
        </Button>
      </div>
    );
  if (conversation === null) return <p className="text-muted">{t('request.talk.notReadable')}</p>;
  return <Talk conversation={conversation} answer={answered} />;
}

/** The answer as a turn of its own; null when there is none to read. */
function answerTurn(text: string | undefined, isStream: boolean): readonly ContentBlock[] | null {
  if (text === undefined) return null;
  const message = isStream ? messageOfEvents(readStreamEvents(text)) : messageOfJson(text);
  if (message === null) return null;
  if (message.error === null) return message.blocks;
  return [...message.blocks, { kind: 'other', type: message.error.type, json: message.error.message, cacheControl: null }];
}

function Talk({ conversation, answer }: { readonly conversation: Conversation; readonly answer: readonly ContentBlock[] | null }) {
  const { t } = useTranslation();
  const { turns } = conversation;
  const toolNames = useMemo(() => toolNamesIn(turns.flatMap(({ blocks }) => blocks)), [turns]);
  const all: readonly Turn[] = answer === null ? turns : [...turns, { role: 'answer', blocks: answer }];
  return (
    <div className="flex flex-col gap-3">
      <Offered conversation={conversation} />
      <VirtualRows
        label={t('request.talk.list')}
        count={all.length}
        rowHeight={TURN_HEIGHT_PX}
        className="max-h-[calc(100dvh-14rem)] min-h-56 rounded-lg border border-line bg-page px-3 py-2"
        row={(index) => {
          const turn = all[index];
          return turn === undefined ? null : <TurnCard turn={turn} toolNames={toolNames} />;
        }}
      />
    </div>
  );
}

/** Model, tools and settings: what the conversation is about besides its messages. */
function Offered({ conversation: { model, tools, settings } }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-1 text-[13px]">
      {model !== null && <span className="font-medium">{model}</span>}
      {tools.length > 0 && (
        <details>
          <summary className="text-muted">{t('request.talk.tools', { count: tools.length, value: format.count(tools.length) })}</summary>
          <ul className="mt-1 max-h-48 max-w-2xl overflow-x-hidden overflow-y-auto">
            {tools.map(({ name, description }) => (
              <li key={name} title={description.slice(0, 600)} className="truncate">
                <code className="font-mono">{name}</code> <span className="text-muted">{description.slice(0, 160)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {settings.length > 0 && (
        <details>
          <summary className="text-muted">{t('request.talk.settings')}</summary>
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
            {settings.map(({ name, value }) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd title={value.slice(0, 600)} className="truncate font-mono">
                  {value.slice(0, 200)}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

const ROLES = ['system', 'user', 'assistant'] as const;
const GROUNDS: Record<string, string> = {
  system: 'border-dashed bg-surface',
  user: 'bg-surface',
  assistant: 'bg-accent-soft/40',
  answer: 'border-accent/50 bg-accent-soft/40',
};

function TurnCard({ turn: { role, blocks }, toolNames }: { readonly turn: Turn; readonly toolNames: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const known = ROLES.find((one) => one === role);
  const title =
    role === 'answer' ? t('request.talk.answer') : known === undefined ? t('request.talk.role.other', { role }) : t(`request.talk.role.${known}`);
  return (
    <article aria-label={title} className="py-1.5">
      <div className={classNames('rounded-lg border border-line px-4 py-2.5', GROUNDS[role])}>
        <h2 className="mb-1 text-[13px] font-semibold text-muted">{title}</h2>
        <div className="flex flex-col gap-2">
          {blocks.map((block, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a stored message have no other identity and never move
            <BlockView key={index} block={block} toolNames={toolNames} />
          ))}
          {blocks.length === 0 && <p className="text-muted">{t('request.talk.empty')}</p>}
        </div>
      </div>
    </article>
  );
}
