/** The time, renewed in step, for countdowns and running clocks. */
import { useEffect, useState } from 'react';

/** @param everyMs how often the component is drawn again. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
