/** The thread of skills: reads, hashes, unpacks and copies, one task after the other. */
import { parentPort } from 'node:worker_threads';
import { runTask } from './run-task.ts';

if (parentPort !== null) {
  const port = parentPort;
  let last = Promise.resolve();
  port.on('message', (message: unknown) => {
    last = last.then(() => runTask(message, (answer) => port.postMessage(answer)));
  });
}
