/** Fetches stored bodies whole, part by part, for whoever writes a request down elsewhere. */
import type { AuditBody, AuditPart, AuditRecord, AuditText } from '../schemas/audit.ts';

export interface BodyAddress {
  readonly exchangeId: string;
  readonly part: AuditPart;
  /** For `forwarded` and `upstream`; else null. */
  readonly attempt: number | null;
}

/** Answers with one part of a body; `audit.text` of the admin router. */
export type AskText = (input: BodyAddress & { readonly offset: number }) => Promise<AuditText>;

/** Texts of one exchange by `bodyKey`. */
export type StoredBodies = ReadonlyMap<string, string>;

export function bodyKey(part: AuditPart, attempt: number | null): string {
  return `${part} ${attempt ?? ''}`;
}

export async function readStoredBody(ask: AskText, address: BodyAddress): Promise<string> {
  const parts: string[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const part: AuditText = await ask({ ...address, offset });
    parts.push(part.text);
    offset = part.nextOffset;
  }
  return parts.join('');
}

/** Every body of an exchange that can be read. One after the other: together they may be large. */
export async function readStoredBodies(ask: AskText, record: AuditRecord): Promise<StoredBodies> {
  const { exchangeId } = record;
  const wanted: readonly (readonly [AuditPart, number | null, AuditBody | null | undefined])[] = [
    ['original', null, record.original.body],
    ...record.attempts.flatMap(({ number, forwarded, upstream }) => [
      ['forwarded', number, forwarded.body] as const,
      ['upstream', number, upstream?.body] as const,
    ]),
    ['delivered', null, record.delivered?.body],
  ];
  const bodies = new Map<string, string>();
  for (const [part, attempt, body] of wanted) {
    if (isReadable(body)) bodies.set(bodyKey(part, attempt), await readStoredBody(ask, { exchangeId, part, attempt }));
  }
  return bodies;
}

/** Whether there is text to ask for. */
export function isReadable(body: AuditBody | null | undefined): body is AuditBody {
  return body !== null && body !== undefined && body.textBytes > 0;
}
