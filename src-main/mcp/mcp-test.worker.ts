/** The thread on which MCP servers are tested. */
import { parentPort } from 'node:worker_threads';
import { systemClock } from '../platform/clock.ts';
import { type FromTestThread, toTestThreadSchema } from './test-order.ts';
import { testServer } from './test-server.ts';

if (parentPort !== null) {
  const port = parentPort;
  const running = new Map<number, AbortController>();
  port.on('message', (raw: unknown) => {
    const message = toTestThreadSchema.parse(raw);
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const { id, order } = message;
    const abort = new AbortController();
    running.set(id, abort);
    void testServer(order, systemClock, abort.signal).then((result) => {
      running.delete(id);
      port.postMessage({ id, result } satisfies FromTestThread);
    });
  });
}
