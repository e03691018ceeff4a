/** What the audit's thread does with each message: batches are written and committed a moment later, every question is answered once. */
import { AppError } from '../../src-shared/app-error.ts';
import type { AuditWriter, AuditWriterOptions } from './audit-writer.ts';
import { isTravelling } from './batch-memory.ts';
import { AUDIT_CALLS, type FromWorker, type ToWorker, toWorkerSchema } from './messages.ts';

/** So much of the last moment may be lost with the process. One commit for many exchanges costs a tenth of one each. */
const COMMIT_DELAY_MS = 100;

export interface ServeAuditOptions {
  readonly tell: (message: FromWorker, transfer?: ArrayBuffer[]) => void;
  readonly open: (options: AuditWriterOptions) => AuditWriter;
  /** All is loaded and open; from now on it is only work. */
  readonly onFirstCommit: () => void;
}

export function serveAudit({ tell, open, onFirstCommit }: ServeAuditOptions): (message: unknown) => void {
  let writer: AuditWriter | null = null;
  let commitTimer: NodeJS.Timeout | null = null;
  let hasCommitted = false;
  const commitSoon = (nowMs: number) => {
    if (commitTimer !== null) return;
    commitTimer = setTimeout(() => {
      commitTimer = null;
      writer?.commit(nowMs);
      if (!hasCommitted) onFirstCommit();
      hasCommitted = true;
    }, COMMIT_DELAY_MS);
  };
  return (raw) => {
    const message = toWorkerSchema.parse(raw);
    if (message.kind === 'open') {
      writer = open({ ...message, tell });
      return;
    }
    if (writer === null) throw new AppError('INTERNAL', 'the audit was not opened');
    if (message.kind === 'secrets') writer.configure(message.literals, message.patterns);
    else if (message.kind === 'batch') {
      writer.write(message);
      taken(message.bytes.buffer, tell);
      commitSoon(message.nowMs);
    } else tell(answerTo(writer, message));
  };
}

function taken(memory: ArrayBufferLike, tell: ServeAuditOptions['tell']): void {
  if (memory instanceof ArrayBuffer && isTravelling(memory)) {
    tell({ kind: 'taken', memory }, [memory]);
    return;
  }
  // Freed now and not when the garbage collector comes by: a burst would leave hundreds of MB behind.
  if (memory instanceof ArrayBuffer) memory.transferToFixedLength(0);
  tell({ kind: 'taken', memory: null });
}

function answerTo(writer: AuditWriter, { id, call, input }: Extract<ToWorker, { kind: 'question' }>): FromWorker {
  try {
    return { kind: 'answer', id, output: answer(writer, call, input) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refusal', id, code: error.code, message: error.message };
    return {
      kind: 'refusal',
      id,
      code: 'STORAGE_FAILED',
      message: `the audit cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function answer(writer: AuditWriter, call: string, input: unknown): unknown {
  switch (call) {
    case 'get':
      return writer.get(AUDIT_CALLS.get.input.parse(input).id);
    case 'text':
      return writer.text(AUDIT_CALLS.text.input.parse(input));
    case 'find':
      return writer.find(AUDIT_CALLS.find.input.parse(input));
    case 'size':
      return writer.size();
    case 'deleteAll':
      return writer.deleteAll(AUDIT_CALLS.deleteAll.input.parse(input).nowMs);
    case 'expire':
      return { removed: writer.expire(AUDIT_CALLS.expire.input.parse(input)) };
    case 'close':
      writer.close();
      return null;
    default:
      throw new AppError('INTERNAL', `the audit knows no call ${call}`);
  }
}
