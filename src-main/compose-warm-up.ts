/** What a core does right after it has started, so that the first exchange does not pay for it. The start itself never waits for this. */
import type { DataPath } from './compose-proxy.ts';
import type { CoreContext } from './core-context.ts';
import { protocolAdapter } from './protocols/registry.ts';
import { rehearse } from './proxy/rehearsal.ts';

/** The next turn of the event loop: whoever waits for the start is told first. A stop gives it up. */
export function warmUpSoon({ logger, undo }: Pick<CoreContext, 'logger' | 'undo'>, path: Pick<DataPath, 'prepareConnections'>): void {
  const ending = new AbortController();
  const done = Promise.withResolvers<void>();
  undo.defer(() => {
    ending.abort();
    return done.promise;
  });
  setImmediate(() => {
    const warmedUp = ending.signal.aborted ? Promise.resolve() : warmUp(path, ending.signal);
    warmedUp
      // Nobody misses it: what could not be warmed up is done with the first exchange, which says what is wrong.
      .catch((error: unknown) => ending.signal.aborted || logger.debug('the first exchange will be slower: nothing was warmed up', { error }))
      .then(() => done.resolve());
  });
}

async function warmUp(path: Pick<DataPath, 'prepareConnections'>, signal: AbortSignal): Promise<void> {
  await rehearse({ protocols: protocolAdapter, signal });
  path.prepareConnections();
}
