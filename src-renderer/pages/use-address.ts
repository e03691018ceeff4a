/**
 * The address as pages read and change it. A step begins at what the window's address holds, and is drawn before the next key
 * or click: left to itself the router draws it when there is time, and a step that began at what is drawn would undo the one before.
 */
import { useCallback } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

export interface StepOptions {
  /** Takes the place of the address in the browser's history. */
  readonly replace?: boolean;
  readonly preventScrollReset?: boolean;
  /** Of the same page; as it is unless given. */
  readonly pathname?: string;
  /** False within an effect, where nothing can be drawn. */
  readonly isDrawnAtOnce?: boolean;
}

export interface Address {
  /** The part behind the `?`, as it is drawn. */
  readonly search: URLSearchParams;
  /** Does nothing once the user has gone to another page. @param step Gets the part behind the `?`, and returns what it becomes. */
  readonly change: (step: (now: URLSearchParams) => URLSearchParams, options?: StepOptions) => void;
}

export function useAddress(): Address {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const page = pageOf(useLocation().pathname);
  const change = useCallback<Address['change']>(
    (step, { pathname, isDrawnAtOnce = true, ...options } = {}) => {
      const shown = window.location;
      // What was typed here a moment ago must not end up in the address of the page that is about to be drawn.
      if (pageOf(shown.pathname) !== page) return;
      const next = step(new URLSearchParams(shown.search)).toString();
      void navigate({ pathname: pathname ?? shown.pathname, search: next }, { ...options, flushSync: isDrawnAtOnce });
    },
    [navigate, page],
  );
  return { search, change };
}

/** A request that is open belongs to the page of the list. */
function pageOf(pathname: string): string | undefined {
  return pathname.split('/')[1];
}
