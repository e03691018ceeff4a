/** The day and the zone that the dashboard is about; renewed often enough to notice midnight. */
import { MS_PER_MINUTE } from '../../../src-shared/units.ts';
import { useNow } from '../../components/use-now.ts';

export function useToday(): { readonly nowMs: number; readonly timeZone: string } {
  const nowMs = useNow(MS_PER_MINUTE);
  return { nowMs, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
