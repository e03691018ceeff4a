/** A stored request written down for other programs: as a command of curl, or as a HAR log. */
import { AppError } from '../../src-shared/app-error.ts';
import { curlCommand } from '../../src-shared/request-export/curl-command.ts';
import { type Har, harLog } from '../../src-shared/request-export/har-log.ts';
import { isReadable, readStoredBodies, readStoredBody } from '../../src-shared/request-export/stored-bodies.ts';
import type { AuditRecord, AuditView } from '../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../src-shared/schemas/exchange.ts';
import type { AdminCaller } from './admin-caller.ts';
import { UsageError } from './usage-error.ts';

type Caller = Pick<AdminCaller, 'audit' | 'status'>;

/** Where the proxy listens unless it is told otherwise; for a request that is exported while none runs. */
const USUAL_PROXY_URL = 'http://127.0.0.1:9000';

const WHY_NOT_KEPT: Readonly<Record<Exclude<AuditView['kind'], 'kept'>, string>> = {
  none: 'nothing was kept of this request: the audit was off (see "code-proxy settings get audit.isOn"), or it broke off with Code Proxy itself',
  expired: 'what was kept of this request has expired',
  dropped: 'this request was not kept, because too much was under way at once',
  pending: 'this request is still under way; try again when it is over',
};

/** @param attempt 0: what the client sent, to be sent through the proxy; null: what the last attempt sent to its endpoint. */
export async function curlOf(caller: Caller, { id }: ExchangeDetail, attempt: number | null): Promise<string> {
  const record = await keptRecord(caller, id);
  const sent = attempt === 0 ? undefined : attempt === null ? record.attempts.at(-1) : record.attempts.find(({ number }) => number === attempt);
  if (sent === undefined && attempt !== null && attempt !== 0)
    throw new UsageError(`this request has no attempt ${attempt} – it has ${record.attempts.length}`);
  const { method, target, headers, body } = sent?.forwarded ?? record.original;
  const address = { exchangeId: id, part: sent === undefined ? ('original' as const) : ('forwarded' as const), attempt: sent?.number ?? null };
  const url = sent === undefined ? new URL(target, await proxyUrl(caller)).href : target;
  const text = isReadable(body) ? await readStoredBody((input) => caller.audit.text(input), address) : null;
  return curlCommand({ method, url, headers, body: text, bodyFrom: { kind: 'command' } });
}

export async function harOf(caller: Caller, exchange: ExchangeDetail): Promise<Har> {
  const record = await keptRecord(caller, exchange.id);
  const bodies = await readStoredBodies((input) => caller.audit.text(input), record);
  const { version } = await caller.status.get();
  return harLog({ exchange, record, bodies, version, proxyUrl: await proxyUrl(caller) });
}

async function keptRecord({ audit }: Caller, id: string): Promise<AuditRecord> {
  const view = await audit.get({ id });
  if (view.kind === 'kept') return view.record;
  throw new AppError('EXCHANGE_NOT_FOUND', WHY_NOT_KEPT[view.kind]);
}

async function proxyUrl({ status }: Caller): Promise<string> {
  return (await status.get()).proxy.url ?? USUAL_PROXY_URL;
}
