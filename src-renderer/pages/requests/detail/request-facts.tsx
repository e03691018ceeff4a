/** The plain facts of a request: when, how, by whom, how large, and its ids to copy. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { localTokenOrigin } from '../../../../src-shared/local-token-origin.ts';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useStatus } from '../../../state/queries/use-status.ts';
import { Duration, FirstByte } from '../request-cells.tsx';

export function RequestFacts({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { requestedModel, sentModel } = exchange;
  return (
    <dl className="grid grid-cols-[minmax(6.25rem,auto)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1.5">
      <Fact name={t('request.started')}>{format.instant(exchange.startedAtMs)}</Fact>
      <Fact name={t('request.duration')}>
        <Duration exchange={exchange} />
      </Fact>
      <Fact name={t('request.firstByte')}>
        <FirstByte exchange={exchange} />
      </Fact>
      <Fact name={t('request.call')}>
        <code className="font-mono text-[13px]">
          {exchange.method} {exchange.path}
        </code>{' '}
        <span className="text-muted">({t(exchange.isStream ? 'request.streamed' : 'request.notStreamed')})</span>
      </Fact>
      {requestedModel !== null && (
        <Fact name={t('request.model')}>
          {requestedModel}{' '}
          <span className="text-muted">
            {sentModel === null || sentModel === requestedModel ? t('request.unchanged') : `${t('request.sent')} ${sentModel}`}
          </span>
        </Fact>
      )}
      <Fact name={t('request.sizes')}>
        {t('request.sizesText', { request: format.bytes(exchange.requestBytes), response: format.bytes(exchange.responseBytes) })}
      </Fact>
      {exchange.client !== null && <Fact name={t('request.client')}>{exchange.client}</Fact>}
      {exchange.localToken !== null && <LocalTokenFact name={exchange.localToken} />}
      {exchange.sessionId !== null && <IdFact name={t('request.session')} id={exchange.sessionId} />}
      <IdFact name={t('request.id')} id={exchange.id} />
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words tabular-nums">{children}</dd>
    </>
  );
}

function IdFact({ name, id }: { readonly name: string; readonly id: string }) {
  return (
    <Fact name={name}>
      <span className="flex items-center gap-1">
        <code title={id} className="min-w-0 truncate font-mono text-[13px]">
          {id}
        </code>
        <CopyButton text={id} what={name} />
      </span>
    </Fact>
  );
}

/** A start's own token has a name that only the database needs. */
function LocalTokenFact({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const instanceId = useStatus().data?.instanceId;
  const origin = instanceId === undefined ? null : localTokenOrigin(name, instanceId);
  const text = { 'this-start': t('request.tokenOfThisStart'), 'earlier-start': t('request.tokenOfEarlierStart'), named: name };
  return <Fact name={t('request.localToken')}>{origin === null ? name : text[origin]}</Fact>;
}
