/** What is wrong with an entered value: shown at its control, and told as a message once the page of the control has been left. */
import { useEffect, useRef, useState } from 'react';

/** @param tell  Called with what would not be seen any more. */
export function useFault(tell: (fault: string) => void): readonly [string | null, (fault: string | null) => void] {
  const [fault, setFault] = useState<string | null>(null);
  const latest = useRef({ fault, tell });
  const isGone = useRef(false);
  useEffect(() => {
    latest.current = { fault, tell };
  });
  useEffect(
    () => () => {
      isGone.current = true;
      if (latest.current.fault !== null) latest.current.tell(latest.current.fault);
    },
    [],
  );
  const say = (next: string | null) => {
    if (!isGone.current) setFault(next);
    else if (next !== null) latest.current.tell(next);
  };
  return [fault, say];
}
