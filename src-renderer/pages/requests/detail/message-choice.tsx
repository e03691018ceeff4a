/** The stored messages of one kind, requests or answers, and which of them is looked at. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type BodyAddress, isReadable } from '../../../../src-shared/request-export/stored-bodies.ts';
import type { AuditBody, AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Select } from '../../../components/select.tsx';

export interface StoredMessage {
  /** `original`, `forwarded 1`, .. */
  readonly key: string;
  readonly label: string;
  readonly address: BodyAddress;
  readonly body: AuditBody | null;
  /** First line of it: `POST https://…`, or `200`. */
  readonly summary: string;
}

/** Name of an attempt's endpoint at the time. */
export function endpointOf(exchange: ExchangeDetail, attempt: number): string {
  return exchange.attempts.find(({ number }) => number === attempt)?.endpoint ?? '?';
}

export function useRequests(exchange: ExchangeDetail, { exchangeId, original, attempts }: AuditRecord): readonly StoredMessage[] {
  const { t } = useTranslation();
  return [
    {
      key: 'original',
      label: t('request.part.original'),
      address: { exchangeId, part: 'original', attempt: null },
      body: original.body,
      summary: `${original.method} ${original.target}`,
    },
    ...attempts.map(({ number, forwarded }) => ({
      key: `forwarded ${number}`,
      label: t('request.part.forwarded', { number, endpoint: endpointOf(exchange, number) }),
      address: { exchangeId, part: 'forwarded' as const, attempt: number },
      body: forwarded.body,
      summary: `${forwarded.method} ${forwarded.target}`,
    })),
  ];
}

/** What reached the client first of all, then what each endpoint said. */
export function useAnswers(exchange: ExchangeDetail, { exchangeId, attempts, delivered }: AuditRecord): readonly StoredMessage[] {
  const { t } = useTranslation();
  const status = (value: number | null) => (value === null ? '' : String(value));
  const received = attempts.flatMap(({ number, upstream }) => {
    if (upstream === null) return [];
    const values = { number, endpoint: endpointOf(exchange, number), status: status(upstream.status) };
    const label = t('request.part.upstreamStatus', values);
    return [
      {
        key: `upstream ${number}`,
        label,
        address: { exchangeId, part: 'upstream' as const, attempt: number },
        body: upstream.body,
        summary: values.status,
      },
    ];
  });
  if (delivered === null) return received;
  const values = { status: status(delivered.status) };
  const label = t('request.part.deliveredStatus', values);
  return [
    { key: 'delivered', label, address: { exchangeId, part: 'delivered', attempt: null }, body: delivered.body, summary: values.status },
    ...received,
  ];
}

/** The answer that counts: what the client got; if it got nothing, what the last endpoint said. Null: there is no text of either. */
export function answerOf({ exchangeId, attempts, delivered }: AuditRecord): { readonly address: BodyAddress; readonly body: AuditBody } | null {
  if (isReadable(delivered?.body)) return { address: { exchangeId, part: 'delivered', attempt: null }, body: delivered.body };
  const last = attempts.at(-1);
  const body = last?.upstream?.body;
  return last === undefined || !isReadable(body) ? null : { address: { exchangeId, part: 'upstream', attempt: last.number }, body };
}

/** Chooses among them; the first one to begin with. */
export function useMessageChoice(messages: readonly StoredMessage[]) {
  const [key, setKey] = useState<string | null>(null);
  return { chosen: messages.find((message) => message.key === key) ?? messages[0] ?? null, choose: setKey };
}

export interface MessageSelectProps {
  readonly messages: readonly StoredMessage[];
  readonly chosen: StoredMessage;
  readonly onChoose: (key: string) => void;
}

export function MessageSelect({ messages, chosen, onChoose }: MessageSelectProps) {
  const { t } = useTranslation();
  const options = messages.map(({ key, label }) => ({ value: key, label }));
  return <Select label={t('request.part.choose')} value={chosen.key} options={options} className="max-w-full min-w-64" onChange={onChoose} />;
}
