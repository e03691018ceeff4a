/** Makes the request of a stored exchange again from what the audit kept of it, or says why that cannot be done. */
import { AppError } from '../../src-shared/app-error.ts';
import { isReadable, readStoredBody } from '../../src-shared/request-export/stored-bodies.ts';
import { AUDIT_TEXT_LIMIT, type AuditText, type AuditTextInput, type AuditView } from '../../src-shared/schemas/audit.ts';
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import type { Clock } from '../platform/clock.ts';
import { scanBody } from './body-scan.ts';
import { HeldBytes } from './held-bytes.ts';
import { HeldRequest } from './held-request.ts';
import { readRequestTarget } from './request-target.ts';

/** The audit, as far as a replay needs it. */
export interface StoredRequests {
  get(exchangeId: string): Promise<AuditView>;
  text(input: AuditTextInput): Promise<AuditText>;
}

export interface StoredRequest {
  readonly request: HeldRequest;
  readonly kind: ExchangeKind;
  readonly path: string;
}

const WHY_NOT_KEPT: Readonly<Record<Exclude<AuditView['kind'], 'kept'>, string>> = {
  none: 'nothing was kept of this request; the audit was off',
  expired: 'what was kept of this request has expired',
  dropped: 'this request was not kept, because too much was under way at once',
  pending: 'this request is still under way',
};

/** REPLAY_IMPOSSIBLE: the request was not kept whole, or is none that can be sent again. */
export async function readStoredRequest(stored: StoredRequests, exchangeId: string, clock: Clock): Promise<StoredRequest> {
  const view = await stored.get(exchangeId);
  if (view.kind !== 'kept') throw impossible(WHY_NOT_KEPT[view.kind]);
  const { method, target, headers, body } = view.record.original;
  const asked = readRequestTarget(method, target);
  if (asked.kind !== 'api' || (asked.api !== 'messages' && asked.api !== 'count_tokens'))
    throw impossible('only requests for messages and for token counts can be sent again');
  if (!isReadable(body)) throw impossible('the body of this request was not kept');
  if (body.kept !== 'whole') throw impossible('only the beginning of this request was kept');
  const text = await readStoredBody(
    ({ exchangeId: id, part, attempt, offset }) => stored.text({ exchangeId: id, part, attempt, offset, limit: AUDIT_TEXT_LIMIT }),
    {
      exchangeId,
      part: 'original',
      attempt: null,
    },
  );
  const bytes = Buffer.from(text, 'utf8');
  const scan = scanBody(bytes);
  if (!scan.ok) throw impossible(`the request cannot be sent again: ${scan.why}`);
  const held = new HeldBytes({ limitBytes: bytes.length, clock });
  held.add(bytes.length);
  const { path, query, api } = asked;
  return { request: new HeldRequest({ method, path, query, rawHeaders: headers.flat(), body: bytes, facts: scan.facts, held }), kind: api, path };
}

function impossible(why: string): AppError {
  return new AppError('REPLAY_IMPOSSIBLE', why);
}
