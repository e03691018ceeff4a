/** A listener whose code is loaded by its first request: few runs need it at their start (decision 0193). */
import type { RequestListener } from 'node:http';
import type { Logger } from '../platform/logger.ts';
import { once } from '../platform/once.ts';
import { sendHostError } from './host-error.ts';

/** Requests that come while it is being loaded wait for it. When it cannot be loaded they are refused, and the next one tries again. */
export function listenerLater(open: () => Promise<RequestListener>, logger: Logger): RequestListener {
  const load = once(open);
  let opened: RequestListener | null = null;
  return (request, response) => {
    if (opened !== null) {
      opened(request, response);
      return;
    }
    load().then(
      (listener) => {
        opened = listener;
        listener(request, response);
      },
      (error: unknown) => {
        logger.error('the code that answers admin calls could not be loaded', { error });
        sendHostError(response, 500, 'INTERNAL', 'something went wrong; the log says what');
      },
    );
  };
}
