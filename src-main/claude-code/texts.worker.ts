/** The thread on which large files of Claude Code's are edited. */
import { parentPort } from 'node:worker_threads';
import { answerTextQuestion } from './text-messages.ts';

if (parentPort !== null) {
  const port = parentPort;
  port.on('message', (message: unknown) => port.postMessage(answerTextQuestion(message)));
}
