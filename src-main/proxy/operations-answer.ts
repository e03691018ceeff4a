/** Answers to whoever operates the proxy: `/health` for anybody on this machine in brief and with a local token in full, `/metrics` with a token only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../platform/logger.ts';
import { jsonHeaders } from './local-errors.ts';
import type { ProxyOperations } from './ports.ts';
import { sendWhole } from './refuse.ts';

export interface OperationsAnswerInput {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** @param more What a caller with a local token also gets; null: none was presented. */
export function answerHealth({ request, response }: OperationsAnswerInput, instanceId: string, more: Readonly<Record<string, unknown>> | null): void {
  const body = Buffer.from(JSON.stringify({ status: 'ok', instanceId, ...more }));
  sendWhole(response, { status: 200, headers: jsonHeaders(body.length), body: bodyFor(request, body), exchangeId: null });
}

export interface MetricsInput {
  readonly operations: ProxyOperations;
  readonly heldBytes: number;
  readonly logger: Logger;
}

/** A page that cannot be made must not disturb the exchanges: it is answered 500 and logged. */
export async function answerMetrics({ request, response }: OperationsAnswerInput, { operations, heldBytes, logger }: MetricsInput): Promise<void> {
  try {
    const { contentType, text } = await operations.metrics({ heldBytes });
    const body = Buffer.from(text);
    const headers = ['content-type', contentType, 'content-length', String(body.length)];
    sendWhole(response, { status: 200, headers, body: bodyFor(request, body), exchangeId: null });
  } catch (error) {
    logger.error('the metrics page could not be made', { error });
    if (!response.headersSent) sendWhole(response, { status: 500, headers: ['content-type', 'text/plain'], body: Buffer.alloc(0), exchangeId: null });
  }
}

function bodyFor(request: IncomingMessage, body: Buffer): Buffer {
  return request.method === 'HEAD' ? Buffer.alloc(0) : body;
}
