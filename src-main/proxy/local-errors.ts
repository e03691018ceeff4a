/** The errors that Code Proxy itself answers: which type and status each has, and how it looks on the wire. */

/** Error types of the Anthropic Messages API that we answer with, and the status that belongs to each. */
const STATUS_OF_TYPE = {
  api_error: 502,
  invalid_request_error: 400,
  loop_error: 508,
  method_not_allowed: 405,
  not_found_error: 404,
  overloaded_error: 529,
  permission_error: 403,
  rate_limit_error: 429,
  request_too_large: 413,
  timeout_error: 504,
  unsupported_media_type: 415,
} as const;

export type LocalErrorType = keyof typeof STATUS_OF_TYPE;

export interface LocalError {
  readonly type: LocalErrorType;
  readonly status: number;
  /** One sentence for people; never holds a credential or a body. */
  readonly message: string;
  /** Seconds for a `retry-after` header; null: none. */
  readonly retryAfterS: number | null;
}

/** Wait that a client is told when we are overloaded ourselves, s. Short: held bytes are freed as exchanges commit. */
const OVERLOAD_RETRY_AFTER_S = 5;

export function localError(type: LocalErrorType, message: string, retryAfterS: number | null = null): LocalError {
  const wait = retryAfterS ?? (type === 'overloaded_error' ? OVERLOAD_RETRY_AFTER_S : null);
  return { type, status: STATUS_OF_TYPE[type], message, retryAfterS: wait };
}

/** The body of an error as the Messages API words it. */
export function errorBody(type: string, message: string): Buffer {
  return Buffer.from(JSON.stringify({ type: 'error', error: { type, message } }));
}

/** Raw header list for a JSON answer of `sizeBytes`. */
export function jsonHeaders(sizeBytes: number): string[] {
  return ['content-type', 'application/json', 'content-length', String(sizeBytes)];
}

/** The whole answer as bytes for a bare socket, where no ServerResponse exists (broken request, CONNECT, Upgrade). Closes the connection. */
export function rawErrorAnswer(error: LocalError, reasonPhrase: string): Buffer {
  const body = errorBody(error.type, error.message);
  const head = `HTTP/1.1 ${error.status} ${reasonPhrase}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
