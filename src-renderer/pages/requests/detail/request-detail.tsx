/**
 * One request in full: what was asked, what each endpoint answered, what was decided, and what it used. A glance beside the
 * list, or with a tab in the address the whole page.
 */
import { ArrowLeft, ChevronDown, ChevronUp, Maximize2, Minimize2, X } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ExchangeDetail } from '../../../../src-shared/schemas/exchange.ts';
import { IconButton } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { DataPanel } from '../../../components/data-panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TabList } from '../../../components/tab-list.tsx';
import { useReplay } from '../../../state/commands/use-replay.ts';
import { useExchange } from '../../../state/queries/use-exchange.ts';
import { useEscape } from '../../use-escape.ts';
import { failureOf, useRepair } from '../../use-failures.ts';
import { useNeighbourKeys } from '../../use-neighbour-keys.ts';
import { AnswerTab } from './answer-tab.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { ConversationTab } from './conversation-tab.tsx';
import { DetailActions } from './detail-actions.tsx';
import { DETAIL_TABS, type DetailAddress, type DetailTab, useDetailAddress } from './detail-address.ts';
import { HeadersTab } from './headers-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { ReplayTab } from './replay-tab.tsx';
import { RequestTab } from './request-tab.tsx';
import { useNeighbours } from './use-neighbours.ts';

/** The look of a panel beside the list; where it is the whole page there is nothing to set it off from. */
const BESIDE =
  'wide:sticky wide:top-16 wide:max-h-[calc(100dvh-5rem)] wide:overflow-y-auto wide:rounded-lg wide:border wide:border-line wide:bg-surface';

export function RequestDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const address = useDetailAddress();
  const exchange = useExchange(id);
  const repair = useRepair(exchange.refetch);
  // About one request: the next one is not asked about because this one was.
  const [askedId, setAskedId] = useState<string | null>(null);
  const ask = (isAsking: boolean) => setAskedId(isAsking ? id : null);
  const panel = useRef<HTMLElement>(null);
  const { isFull } = address;
  useEscape(address.close);
  useEffect(() => {
    // In the place of the list it has the focus that was in there.
    const focused = document.activeElement;
    if (focused !== document.body && focused?.getClientRects().length === 0) panel.current?.focus({ preventScroll: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request begins at its top
  useLayoutEffect(() => {
    if (panel.current !== null) panel.current.scrollTop = 0;
  }, [id]);
  return (
    <aside ref={panel} tabIndex={-1} aria-label={t('request.title')} className={classNames('outline-none', !isFull && BESIDE)}>
      <Head id={id} address={address} exchange={exchange.data ?? null} onReplay={() => ask(true)} />
      <div className={isFull ? '' : 'wide:px-4 wide:pb-5'}>
        <DataPanel data={exchange.data} failure={failureOf(exchange)} skeleton={<Skeleton rows={5} rowHeight="h-16" />} onRepair={repair}>
          {(data) => <Parts key={id} exchange={data} address={address} isAsking={askedId === id} onAsk={ask} />}
        </DataPanel>
      </div>
    </aside>
  );
}

interface HeadProps {
  readonly id: string;
  readonly address: DetailAddress;
  readonly exchange: ExchangeDetail | null;
  readonly onReplay: () => void;
}

function Head({ id, address, exchange, onReplay }: HeadProps) {
  const { t } = useTranslation();
  const { isFull, list, go, show, close } = address;
  const neighbours = useNeighbours(id);
  // The list begins with the newest.
  useNeighbourKeys({ previous: neighbours.newer, next: neighbours.older }, go);
  const goTo = (to: string | null) => to !== null && go(to);
  const icon = 'size-4';
  return (
    <header className={classNames('mb-2 flex flex-wrap items-center justify-between gap-2', !isFull && 'wide:mb-0 wide:px-4 wide:py-2')}>
      <div className="flex items-center gap-3">
        <Link to={list} className={classNames('flex items-center gap-1 text-muted hover:text-text', !isFull && 'wide:hidden')}>
          <ArrowLeft aria-hidden className={icon} />
          {t('request.back')}
        </Link>
        <h1 className="text-lg font-semibold">{t('request.title')}</h1>
      </div>
      <div className="flex items-center">
        <IconButton
          size="smallIcon"
          label={t('request.newer')}
          icon={<ChevronUp aria-hidden className={icon} />}
          disabled={neighbours.newer === null}
          onClick={() => goTo(neighbours.newer)}
        />
        <IconButton
          size="smallIcon"
          label={t('request.older')}
          icon={<ChevronDown aria-hidden className={icon} />}
          disabled={neighbours.older === null}
          onClick={() => goTo(neighbours.older)}
        />
        <span className="hidden wide:inline">
          <IconButton
            size="smallIcon"
            label={t(isFull ? 'request.beside' : 'request.full')}
            icon={isFull ? <Minimize2 aria-hidden className={icon} /> : <Maximize2 aria-hidden className={icon} />}
            onClick={() => show(isFull ? null : 'overview')}
          />
        </span>
        {/* The room of the menu is kept for it: the buttons beside it must not move between two clicks. */}
        <span className="size-8">{exchange !== null && <DetailActions key={id} exchange={exchange} onReplay={onReplay} />}</span>
        <IconButton size="smallIcon" label={t('request.close')} icon={<X aria-hidden className={icon} />} onClick={close} />
      </div>
    </header>
  );
}

interface PartsProps {
  readonly exchange: ExchangeDetail;
  readonly address: DetailAddress;
  readonly isAsking: boolean;
  readonly onAsk: (isAsking: boolean) => void;
}

function Parts({ exchange, address, isAsking, onAsk }: PartsProps) {
  const { t } = useTranslation();
  const replay = useReplay();
  const [replayedAt, setReplayedAt] = useState('');
  const { tab, isFull, show } = address;
  const panels: Record<DetailTab, () => ReactNode> = {
    overview: () => <OverviewTab exchange={exchange} isFull={isFull} />,
    headers: () => <AuditPanel exchange={exchange}>{(record) => <HeadersTab exchange={exchange} record={record} />}</AuditPanel>,
    request: () => <AuditPanel exchange={exchange}>{(record) => <RequestTab exchange={exchange} record={record} />}</AuditPanel>,
    answer: () => <AuditPanel exchange={exchange}>{(record) => <AnswerTab exchange={exchange} record={record} />}</AuditPanel>,
    conversation: () => <AuditPanel exchange={exchange}>{(record) => <ConversationTab record={record} />}</AuditPanel>,
    replay: () => (
      <AuditPanel exchange={exchange}>
        {(record) => <ReplayTab exchange={exchange} record={record} replay={replay} endpoint={replayedAt} onAsk={() => onAsk(true)} />}
      </AuditPanel>
    ),
  };
  return (
    <>
      <TabList
        label={t('request.tabs.label')}
        value={tab}
        tabs={DETAIL_TABS.map((value) => ({ value, label: t(`request.tabs.${value}`) }))}
        onChange={show}
      >
        {panels[tab]()}
      </TabList>
      {isAsking && (
        <ReplayDialog
          exchange={exchange}
          onClose={() => onAsk(false)}
          onSend={({ endpointId, endpoint, model }) => {
            setReplayedAt(endpoint);
            show('replay');
            replay.run.mutate({ id: exchange.id, endpointId, model });
          }}
        />
      )}
    </>
  );
}
