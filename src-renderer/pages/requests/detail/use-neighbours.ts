/** The requests before and after one in the list, as far as the list has been loaded; and the keys that go there. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useAdmin } from '../../../api/admin-context.ts';
import { type Neighbours, neighboursOf } from '../../../state/neighbours.ts';

/** Whoever types, or looks at a dialog or a menu, has another use for letters. */
const OWN_USE = 'input, textarea, select, [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

export function useNeighbours(id: string): Neighbours {
  const queries = useQueryClient();
  const key = useAdmin().exchanges.list.pathKey();
  const answers = queries.getQueriesData({ queryKey: key }).map(([, data]) => data);
  return neighboursOf(answers, id);
}

/** j goes to the older one, as in the list it is the next one down; k to the newer one. */
export function useNeighbourKeys({ newer, older }: Neighbours, go: (id: string) => void): void {
  const latest = useRef({ newer, older, go });
  latest.current = { newer, older, go };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(OWN_USE) !== null) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
      const { newer: up, older: down } = latest.current;
      const id = event.key === 'j' ? down : event.key === 'k' ? up : null;
      if (id === null) return;
      event.preventDefault();
      latest.current.go(id);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
