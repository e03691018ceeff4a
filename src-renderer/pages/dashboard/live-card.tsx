/** What is under way, as it streams. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../components/card.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useLiveExchanges } from '../../state/queries/use-live-exchanges.ts';
import { useUi } from '../../state/ui-store.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { LiveRow } from './live-row.tsx';

/** More is a list to read, which the page of requests is for. */
const SHOWN_LIMIT = 8;
/** Requests come and go faster than what is below can be read: the room for them stays a while. */
const HELD_MS = 15_000;
/** A little more than a row of one line needs: eight leave room for the line below them, which comes and goes. */
const ROW_REM = 4.5;

export function LiveCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLiveExchanges();
  const repair = useRepair(live.refetch);
  const heldRows = useHeld(Math.min(live.data?.length ?? 0, SHOWN_LIMIT), HELD_MS);
  // What was under way then may be over by now.
  const isLost = useUi((state) => state.connection === 'lost');
  if (isLost) {
    return (
      <Card title={t('dashboard.live')}>
        <p className="px-4 py-5 text-muted">{t('connection.liveUnknown')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('dashboard.live')}>
      <DataPanel
        data={live.data}
        failure={failureOf(live)}
        skeleton={<Skeleton rows={2} rowHeight="h-14" />}
        isEmpty={(list) => list.length === 0}
        empty={
          <p className="px-4 py-5 text-muted" style={{ minHeight: `${heldRows * ROW_REM}rem` }}>
            {t('dashboard.liveNone')}
          </p>
        }
        onRepair={repair}
      >
        {(list) => (
          <div style={{ minHeight: `${heldRows * ROW_REM}rem` }}>
            <ul className="divide-y divide-line">
              {list.slice(0, SHOWN_LIMIT).map((exchange) => (
                <LiveRow key={exchange.id} exchange={exchange} />
              ))}
            </ul>
            {list.length > SHOWN_LIMIT && (
              <Link to="/requests" className="block border-t border-line px-4 py-2 text-muted hover:text-text">
                {t('dashboard.liveMore', { value: format.count(list.length - SHOWN_LIMIT) })}
              </Link>
            )}
          </div>
        )}
      </DataPanel>
    </Card>
  );
}

/** The largest value of the last while. It falls only when nothing larger came for `heldMs`. */
function useHeld(value: number, heldMs: number): number {
  const [held, setHeld] = useState(value);
  if (value > held) setHeld(value);
  useEffect(() => {
    if (value >= held) return;
    const timer = setTimeout(() => setHeld(value), heldMs);
    return () => clearTimeout(timer);
  }, [value, held, heldMs]);
  return Math.max(value, held);
}
