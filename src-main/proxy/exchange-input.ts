/** What one exchange is about: the request as it came in, and where its answer and its record go. */
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import type { ClientAnswer } from './client-answer.ts';
import type { CredentialStyle } from './credential.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import type { HeldRequest } from './held-request.ts';

export interface ExchangeInput {
  readonly kind: ExchangeKind;
  readonly request: HeldRequest;
  readonly family: Family;
  readonly sessionId: string | null;
  readonly clientStyle: CredentialStyle;
  /** As the client sent it; undefined when absent. */
  readonly acceptEncoding: string | undefined;
  readonly answer: ClientAnswer;
  readonly record: ExchangeRecord;
}
