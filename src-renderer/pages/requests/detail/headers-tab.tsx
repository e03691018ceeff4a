/** The headers of a request and of its answer, before and after Code Proxy, and what differs. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditAttempt, AuditRecord } from '../../../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { Checkbox } from '../../../components/checkbox.tsx';
import { Select } from '../../../components/select.tsx';
import { HeaderTable } from './header-table.tsx';
import { endpointOf } from './message-choice.tsx';

export function HeadersTab({ exchange, record }: { readonly exchange: ExchangeDetail; readonly record: AuditRecord }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState<string | null>(null);
  const [isBrief, setIsBrief] = useState(false);
  const { attempts, original, delivered } = record;
  const attempt = attempts.find((one) => String(one.number) === number) ?? attempts.at(-1) ?? null;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {attempts.length > 1 && attempt !== null && (
          <Select
            label={t('request.headers.chooseAttempt')}
            value={String(attempt.number)}
            options={attempts.map((one) => ({
              value: String(one.number),
              label: t('request.headers.attempt', { number: one.number, endpoint: endpointOf(exchange, one.number) }),
            }))}
            className="min-w-56"
            onChange={setNumber}
          />
        )}
        <Checkbox label={t('request.headers.onlyChanges')} isChecked={isBrief} onChange={setIsBrief} />
        <span className="text-[13px] text-muted">{t('request.headers.masked')}</span>
      </div>
      {attempt === null ? (
        <HeaderTable
          title={t('request.headers.ofClient')}
          before={null}
          after={original.headers}
          names={[null, t('request.headers.original')]}
          isBrief={false}
        />
      ) : (
        <HeaderTable
          title={t('request.headers.toEndpoint', { endpoint: endpointOf(exchange, attempt.number) })}
          before={original.headers}
          after={attempt.forwarded.headers}
          names={[t('request.headers.original'), t('request.headers.forwarded')]}
          isBrief={isBrief}
        />
      )}
      <AnswerHeaders exchange={exchange} attempt={attempt} isLast={attempt === (attempts.at(-1) ?? null)} delivered={delivered} isBrief={isBrief} />
    </div>
  );
}

interface AnswerHeadersProps {
  readonly exchange: ExchangeDetail;
  readonly attempt: AuditAttempt | null;
  readonly isLast: boolean;
  readonly delivered: AuditRecord['delivered'];
  readonly isBrief: boolean;
}

/** Only the last attempt's answer can have reached the client. */
function AnswerHeaders({ exchange, attempt, isLast, delivered, isBrief }: AnswerHeadersProps) {
  const { t } = useTranslation();
  const upstream = attempt?.upstream ?? null;
  const endpoint = attempt === null ? '' : endpointOf(exchange, attempt.number);
  if (upstream === null && (delivered === null || !isLast)) return <p className="text-muted">{t('request.part.none')}</p>;
  if (upstream !== null && delivered !== null && isLast)
    return (
      <HeaderTable
        title={t('request.headers.toClient', { endpoint })}
        before={upstream.headers}
        after={delivered.headers}
        names={[t('request.headers.upstream'), t('request.headers.delivered')]}
        isBrief={isBrief}
      />
    );
  const only = upstream ?? delivered;
  if (only === null) return null;
  return (
    <div>
      <HeaderTable
        title={upstream === null ? t('request.headers.ofAnswer') : t('request.headers.fromEndpoint', { endpoint })}
        before={null}
        after={only.headers}
        names={[null, upstream === null ? t('request.headers.delivered') : t('request.headers.upstream')]}
        isBrief={false}
      />
      {!isLast && <p className="mt-1 text-[13px] text-muted">{t('request.headers.notDelivered')}</p>}
    </div>
  );
}
