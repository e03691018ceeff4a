/** The stored answer and that of a replay: how they ended, what they used, and their texts side by side. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail, Usage } from '../../../../src-shared/schemas/exchange.ts';
import type { Replay } from '../../../../src-shared/schemas/replay.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { type AssembledMessage, messageOfEvents, messageOfJson } from '../../../state/messages/assemble-message.ts';
import { plainText } from '../../../state/messages/conversation.ts';
import { readStreamEvents } from '../../../state/messages/stream-events.ts';
import { useStoredText } from '../../../state/queries/use-stored-text.ts';
import { OutcomeBadge, StatusWord } from '../request-cells.tsx';
import { isEventStream } from './answer-tab.tsx';
import { answerOf } from './message-choice.tsx';
import { TextComparison } from './text-comparison.tsx';

export interface ReplayComparisonProps {
  readonly exchange: ExchangeDetail;
  readonly record: AuditRecord;
  readonly replay: Replay;
  readonly onAsk: () => void;
}

export function ReplayComparison({ exchange, record, replay, onAsk }: ReplayComparisonProps) {
  const { t } = useTranslation();
  const stored = useStoredAnswer(record);
  const fresh = useMemo(() => messageOf(replay.text, replay.contentType?.toLowerCase().startsWith('text/event-stream') === true), [replay]);
  return (
    <div className="flex flex-col gap-4">
      {replay.error !== null && (
        <Banner tone="bad">
          <p className="font-medium">{t('request.replay.problem')}</p>
          <p>{replay.error}</p>
        </Banner>
      )}
      <Facts exchange={exchange} replay={replay} stored={stored} fresh={fresh} />
      <TextComparison left={textOf(stored)} right={textOf(fresh)} names={[t('request.replay.stored'), t('request.replay.fresh')]} />
      <div className="flex items-center gap-4">
        <Button onClick={onAsk}>{t('request.replay.again')}</Button>
        <Link to={`/requests/${replay.exchangeId}?tab=overview`} className="text-accent hover:underline">
          {t('request.replay.openRecord')}
        </Link>
      </div>
    </div>
  );
}

function useStoredAnswer(record: AuditRecord): AssembledMessage | null {
  const answer = answerOf(record);
  const { text } = useStoredText(answer?.address ?? null);
  const isStream = isEventStream(answer?.body ?? null);
  return useMemo(() => (text === undefined ? null : messageOf(text, isStream)), [text, isStream]);
}

function messageOf(text: string, isStream: boolean): AssembledMessage | null {
  return isStream ? messageOfEvents(readStreamEvents(text)) : messageOfJson(text);
}

function textOf(message: AssembledMessage | null): string {
  if (message === null) return '';
  const error = message.error === null ? '' : `${message.error.type}: ${message.error.message}`;
  return [plainText(message.blocks), error].filter((part) => part !== '').join('\n\n');
}

interface FactsProps {
  readonly exchange: ExchangeDetail;
  readonly replay: Replay;
  readonly stored: AssembledMessage | null;
  readonly fresh: AssembledMessage | null;
}

function Facts({ exchange, replay, stored, fresh }: FactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const dash = t('common.dash');
  const tokens = (usage: Usage | null, pick: (usage: Usage) => number) => (usage === null ? dash : format.count(pick(usage)));
  const took = (one: { readonly startedAtMs: number }, endMs: number | null) => (endMs === null ? dash : format.duration(endMs - one.startedAtMs));
  const cost = (micro: number | null) => (micro === null ? t('request.unpriced') : format.cost(micro));
  const input = (usage: Usage) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const rows = [
    { name: t('request.replay.endpoint'), left: exchange.endpoint ?? dash, right: replay.endpoint },
    { name: t('request.replay.model'), left: exchange.sentModel ?? dash, right: replay.sentModel },
    {
      name: t('request.replay.outcome'),
      left: <OutcomeBadge outcome={exchange.outcome} />,
      right: <OutcomeBadge outcome={replay.outcome} />,
    },
    { name: t('request.replay.status'), left: <StatusWord status={exchange.status} />, right: <StatusWord status={replay.status} /> },
    { name: t('request.replay.firstByte'), left: took(exchange, exchange.firstByteAtMs), right: took(replay, replay.firstByteAtMs) },
    { name: t('request.replay.duration'), left: took(exchange, exchange.endedAtMs), right: took(replay, replay.endedAtMs) },
    { name: t('request.replay.input'), left: tokens(exchange.usage, input), right: tokens(replay.usage, input) },
    {
      name: t('request.replay.output'),
      left: tokens(exchange.usage, ({ outputTokens }) => outputTokens),
      right: tokens(replay.usage, ({ outputTokens }) => outputTokens),
    },
    { name: t('request.usageCost'), left: cost(exchange.costMicroUsd), right: cost(replay.costMicroUsd) },
    { name: t('request.replay.stopReason'), left: stored?.stopReason ?? dash, right: fresh?.stopReason ?? dash },
  ];
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <table className="w-full table-fixed border-collapse text-[13px] tabular-nums">
        <thead>
          <tr className="border-b border-line text-left text-muted">
            <th scope="col" className="w-40 px-3 py-1.5 font-medium">
              <span className="sr-only">{t('request.replay.fact')}</span>
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t('request.replay.stored')}
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t('request.replay.fresh')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line bg-surface">
          {rows.map(({ name, left, right }) => (
            <tr key={name}>
              <th scope="row" className="px-3 py-1.5 text-left font-normal text-muted">
                {name}
              </th>
              <td className="px-3 py-1.5 break-words">{left}</td>
              <td className="px-3 py-1.5 break-words">{right}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
