/** How many of the requests that an endpoint could have answered were answered. */
import type { UsageFigures } from '../../src-shared/schemas/usage.ts';

/** What the client got wrong, gave up or was not allowed says nothing of the endpoints and does not count. Null: nothing counts. */
export function successShare({ outcomes: { delivered, failed, streamCut } }: UsageFigures): number | null {
  const counted = delivered + failed + streamCut;
  return counted === 0 ? null : delivered / counted;
}
