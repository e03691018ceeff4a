/** One request that passed the door, and what its record begins with. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CredentialStyle } from './credential.ts';
import type { ExchangeStart } from './exchange-record.ts';
import { VIA_HEADER } from './headers.ts';
import { type LocalError, localError } from './local-errors.ts';
import type { RequestTarget } from './request-target.ts';

/** Longest name of a client's product in a record, characters. */
const MAX_PRODUCT_LENGTH = 100;

export type ApiTarget = Extract<RequestTarget, { kind: 'api' }>;

export interface AdmittedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: ApiTarget;
  /** Name of the local token that let it in. */
  readonly localToken: string;
  readonly clientStyle: CredentialStyle;
  /** Id of the exchange. */
  readonly id: string;
  readonly startedAtMs: number;
  /** Tells a client that waits for `100 Continue` to send its body. */
  readonly onAccepted: (() => void) | undefined;
}

/** As long as the body was not read. */
export function startOf(admitted: AdmittedRequest, requestBytes: number): ExchangeStart {
  const { request, target, localToken, id, startedAtMs } = admitted;
  return {
    id,
    startedAtMs,
    kind: target.api,
    method: request.method ?? '',
    path: target.path,
    requestedModel: null,
    family: null,
    isStream: false,
    sessionId: null,
    client: productOf(request.headers['user-agent']),
    localToken,
    requestBytes,
  };
}

/** What can be refused before the body is read; null: nothing. */
export function earlyRefusal(request: IncomingMessage, target: ApiTarget, instanceId: string): LocalError | null {
  const via = request.headers[VIA_HEADER];
  if (String(via ?? '').includes(instanceId)) {
    return localError('loop_error', 'This request already passed through this Code Proxy: an endpoint points back to it.');
  }
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (isBuffered(target) && encoding !== 'identity' && encoding !== '') {
    return localError('unsupported_media_type', `Compressed request bodies (${encoding.slice(0, 40)}) are not accepted; send it plain.`);
  }
  return null;
}

/** Whether the body is read whole, so that it can be sent again. */
export function isBuffered(target: ApiTarget): boolean {
  return target.api === 'messages' || target.api === 'count_tokens';
}

/** `claude-cli/2.1.329` of `claude-cli/2.1.329 (external, cli)`. */
function productOf(userAgent: string | undefined): string | null {
  const product = userAgent?.trim().split(/\s/, 1)[0];
  return product === undefined || product === '' ? null : product.slice(0, MAX_PRODUCT_LENGTH);
}
