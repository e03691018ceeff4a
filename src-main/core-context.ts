/** What every part of one core is built with. */
import type { EventFeed } from './admin/event-feed.ts';
import type { CoreLogger, CoreOptions } from './core-options.ts';
import type { Clock } from './platform/clock.ts';

export interface CoreContext {
  readonly options: CoreOptions;
  readonly clock: Clock;
  readonly logger: CoreLogger;
  /** Fresh for every start. */
  readonly instanceId: string;
  readonly startedAtMs: number;
  readonly feed: EventFeed;
  /** Stops of what was started; run last first. */
  readonly undo: AsyncDisposableStack;
}
