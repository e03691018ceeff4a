/** The range of time in the address, resolved for now and for the reader's zone; the same object until it really changes. */
import { useEffect, useMemo } from 'react';
import { useLocation } from 'react-router';
import { MS_PER_MINUTE } from '../../../src-shared/units.ts';
import { useNow } from '../../components/use-now.ts';
import { type DashboardRange, type RangeChoice, readRange, resolveRange, writeRange } from '../../state/dashboard-range.ts';
import { useUi } from '../../state/ui-store.ts';
import { useAddress } from '../use-address.ts';

/** Often enough to notice midnight, which comes at a quarter of an hour in every zone. */
const STEP_MS = MS_PER_MINUTE / 2;
const QUARTER_MS = 15 * MS_PER_MINUTE;

export interface RangeState {
  readonly range: DashboardRange;
  readonly choose: (choice: RangeChoice) => void;
}

export function useDashboardRange(): RangeState {
  const { search, change } = useAddress();
  const quarterMs = Math.floor(useNow(STEP_MS) / QUARTER_MS) * QUARTER_MS;
  const address = search.toString();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const range = useMemo(() => resolveRange(readRange(new URLSearchParams(address)), quarterMs, timeZone), [address, quarterMs, timeZone]);
  return { range, choose: (choice) => change((now) => writeRange(now, choice)) };
}

/** Keeps the address for the way back from another page. */
export function useRememberAddress(): void {
  const { search } = useLocation();
  const remember = useUi((state) => state.setDashboardSearch);
  useEffect(() => remember(search), [remember, search]);
}
