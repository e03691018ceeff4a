/** An AuditWriter on a throw-away folder, told about exchanges as the relaying thread would tell it. */
import { join } from 'node:path';
import { AuditWriter } from '../../src-main/audit/audit-writer.ts';
import type { AuditEvent, FromWorker } from '../../src-main/audit/messages.ts';
import type { AuditPart } from '../../src-shared/schemas/audit.ts';
import { tempFolder } from './temp-folder.ts';

export const NOON_MS = Date.UTC(2026, 10, 20, 12);
const NO_LIMIT_BYTES = 1e12;

/** An event, and the bytes that it counts. */
export type Told = readonly [event: AuditEvent, bytes?: Buffer];

export interface AuditRig {
  readonly folder: string;
  readonly writer: AuditWriter;
  /** What the writer said. */
  readonly said: FromWorker[];
  tell(...told: Told[]): void;
  /** A whole exchange with one attempt, delivered as it came. */
  exchange(
    id: string,
    request: Buffer | string,
    answer: Buffer | string,
    options?: { headers?: string[]; answerHeaders?: string[]; startedAtMs?: number },
  ): void;
  text(id: string, part: AuditPart, attempt?: number | null): string;
}

/** An id like those of exchanges, which say when they began. */
export function idOf(ms: number, number = 1): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(number).padStart(12, '0')}`;
}

export function bodyEvent(id: string, part: 'original' | 'forwarded' | 'upstream' | 'delivered', bytes: Buffer): Told {
  return [{ is: 'body', id, part, bytes: bytes.length, missing: 0, why: 'cut' }, bytes];
}

export async function auditRig(
  options: { folder?: string; isRedacting?: boolean; literals?: string[]; patterns?: string[] } = {},
): Promise<AuditRig> {
  const folder = options.folder ?? join(await tempFolder(), 'audit-log');
  const said: FromWorker[] = [];
  const writer = new AuditWriter({ folder, isRedacting: options.isRedacting ?? true, tell: (message) => said.push(message) });
  writer.configure(options.literals ?? [], options.patterns ?? []);
  const tell = (...told: Told[]) => {
    const bytes = Buffer.concat(told.map(([, own]) => own ?? Buffer.alloc(0)));
    writer.write({ nowMs: NOON_MS, maxSizeBytes: NO_LIMIT_BYTES, bytes, events: told.map(([event]) => event) });
  };
  return {
    folder,
    writer,
    said,
    tell,
    exchange(id, request, answer, { headers = [], answerHeaders = [], startedAtMs = NOON_MS } = {}) {
      const body = Buffer.from(request);
      tell(
        [{ is: 'begun', id, startedAtMs, method: 'POST', target: '/v1/messages', headers }],
        bodyEvent(id, 'original', body),
        [{ is: 'forwarded', id, method: 'POST', target: 'http://endpoint/v1/messages', headers: [], splice: [{ from: 0, to: body.length }] }],
        [{ is: 'answered', id, status: 200, headers: answerHeaders }],
        bodyEvent(id, 'upstream', Buffer.from(answer)),
        [{ is: 'delivered', id, status: 200, headers: answerHeaders }],
        [{ is: 'relayed', id, bytes: Buffer.from(answer).length }],
        [{ is: 'ended', id }],
      );
    },
    text: (exchangeId, part, attempt = null) => writer.text({ exchangeId, part, attempt, offset: 0, limit: 1e9 }).text,
  };
}
