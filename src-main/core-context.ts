/** What every part of one core is built with. */
import type { EventFeed } from './admin/event-feed.ts';
import type { CoreOptions } from './core-options.ts';
import type { Clock } from './platform/clock.ts';
import type { LogLevel } from './platform/file-logger.ts';
import type { Logger } from './platform/logger.ts';

export interface CoreContext {
  readonly options: CoreOptions;
  readonly clock: Clock;
  /** `setLevel` is there when the log is our own file. */
  readonly logger: Logger & { setLevel?(level: LogLevel): void };
  /** Fresh for every start. */
  readonly instanceId: string;
  readonly startedAtMs: number;
  readonly feed: EventFeed;
  /** Stops of what was started; run last first. */
  readonly undo: AsyncDisposableStack;
}
