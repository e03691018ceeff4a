/** What each column shows of a request. */
import { useTranslation } from 'react-i18next';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useFormat } from '../../components/use-format.ts';
import type { RequestColumn } from '../../state/request-columns.ts';
import { changeFilter } from '../../state/request-filter.ts';
import { useAddress } from '../use-address.ts';
import { Cache, Cost, Duration, FirstByte, Marks, ModelNames, OutcomeBadge, Speed, StatusWord, TimeLink, Tokens } from './request-cells.tsx';

const RIGHT: readonly RequestColumn[] = ['duration', 'firstByte', 'tokens', 'speed', 'cache', 'cost', 'attempts', 'size'];

/** Numbers stand below one another. */
export function isRightAligned(column: RequestColumn): boolean {
  return RIGHT.includes(column);
}

export interface RequestCellProps {
  readonly column: RequestColumn;
  readonly exchange: ExchangeSummary;
}

export function RequestCell({ column, exchange }: RequestCellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (column) {
    case 'time':
      return <TimeLink exchange={exchange} />;
    case 'model':
      return <ModelNames exchange={exchange} />;
    case 'endpoint':
      return <Text text={exchange.endpoint} />;
    case 'outcome':
      return <Outcome exchange={exchange} />;
    case 'status':
      return <StatusWord status={exchange.status} />;
    case 'duration':
      return <Duration exchange={exchange} />;
    case 'firstByte':
      return <FirstByte exchange={exchange} />;
    case 'tokens':
      return <Tokens usage={exchange.usage} />;
    case 'speed':
      return <Speed exchange={exchange} />;
    case 'cache':
      return <Cache usage={exchange.usage} />;
    case 'cost':
      return <Cost exchange={exchange} />;
    case 'marks':
      return <Marks exchange={exchange} />;
    case 'error':
      return exchange.error === null ? t('common.dash') : <ErrorText error={exchange.error} />;
    case 'session':
      return <SessionButton sessionId={exchange.sessionId} />;
    case 'kind':
      return t(`requests.kind.${exchange.kind}`);
    case 'attempts':
      return format.count(exchange.attemptCount);
    case 'client':
      return <Text text={exchange.client} />;
    case 'path':
      return <Text text={exchange.path} />;
    case 'size':
      return t('requests.sizes', { request: format.bytes(exchange.requestBytes), response: format.bytes(exchange.responseBytes) });
    case 'id':
      return (
        <code title={exchange.id} className="font-mono">
          {exchange.id}
        </code>
      );
  }
}

function Text({ text }: { readonly text: string | null }) {
  const { t } = useTranslation();
  return text === null ? t('common.dash') : <span title={text}>{text}</span>;
}

function Outcome({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { outcome, error } = exchange;
  return error === null ? <OutcomeBadge outcome={outcome} /> : <FailedOutcome outcome={outcome} error={error} />;
}

function FailedOutcome({ outcome, error }: { readonly outcome: ExchangeSummary['outcome']; readonly error: string }) {
  return <OutcomeBadge outcome={outcome} error={useCoreWords().sentence(error)} />;
}

function ErrorText({ error }: { readonly error: string }) {
  const text = useCoreWords().sentence(error);
  return (
    <span title={text} className="text-bad">
      {text}
    </span>
  );
}

/** Enough to tell sessions apart. */
const SHOWN_CHARACTERS = 8;

/** A click shows the requests of the session alone. */
function SessionButton({ sessionId }: { readonly sessionId: string | null }) {
  const { t } = useTranslation();
  const { change } = useAddress();
  if (sessionId === null) return t('common.dash');
  return (
    <button
      type="button"
      tabIndex={-1}
      title={t('requests.onlySession', { session: sessionId })}
      onClick={(event) => {
        event.stopPropagation();
        change((now) => changeFilter(now, { session: sessionId }));
      }}
      className="rounded px-1 font-mono text-accent hover:underline"
    >
      {sessionId.slice(0, SHOWN_CHARACTERS)}
    </button>
  );
}
