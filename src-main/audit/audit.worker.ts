/** The thread that keeps the audit: takes credentials out, compresses, writes, and answers questions about what is kept. */
import { parentPort } from 'node:worker_threads';
import { AuditWriter } from './audit-writer.ts';
import { lowerPriority } from './lower-priority.ts';
import type { FromWorker } from './messages.ts';
import { serveAudit } from './serve-audit.ts';

if (parentPort !== null) {
  const port = parentPort;
  const serve = serveAudit({
    tell: (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer),
    open: (options) => new AuditWriter(options),
    onFirstCommit: lowerPriority,
  });
  port.on('message', serve);
}
