/** What happens when a process of the app breaks: it is written down on this computer, nothing is uploaded. */
import { app, crashReporter } from 'electron';
import type { Logger } from '../platform/logger.ts';

/** As early as possible: what crashes before it leaves no trace. */
export function keepCrashDumps(): void {
  crashReporter.start({ uploadToServer: false });
}

/**
 * @param onFault  Called once, for an error that nobody caught: the app must put things back and end.
 */
export function watchForCrashes(logger: Logger, onFault: (error: Error) => void): void {
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') logger.error('a process of the app is gone', { type: details.type, reason: details.reason });
  });
  app.on('render-process-gone', (_event, _contents, details) => {
    if (details.reason !== 'clean-exit') logger.error('the page of the window is gone', { reason: details.reason });
  });
  process.once('uncaughtException', (error) => {
    logger.error('an error that nobody caught', { error });
    onFault(error);
  });
}
