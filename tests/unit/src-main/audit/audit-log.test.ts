import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { AuditLog, type AuditLogOptions } from '../../../../src-main/audit/audit-log.ts';
import { AuditQueue } from '../../../../src-main/audit/audit-queue.ts';
import { AuditWorker } from '../../../../src-main/audit/audit-worker.ts';
import { ExchangeAudit } from '../../../../src-main/audit/exchange-audit.ts';
import { keepAudit } from '../../../../src-main/audit/keep-audit.ts';
import { type AuditEvent, auditEventSchema } from '../../../../src-main/audit/messages.ts';
import { serveAudit } from '../../../../src-main/audit/serve-audit.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { AUDIT_TEXT_LIMIT } from '../../../../src-shared/schemas/audit.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { idOf, NOON_MS } from '../../../support/audit-rig.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { eventually } from '../../../support/eventually.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

void [AuditWorker, serveAudit, auditEventSchema];

/** A thread may take seconds to start on a machine that does thirty things at once. */
const STOP_LIMIT_MS = 60_000;

const logs: AuditLog[] = [];
afterEach(async () => {
  for (const log of logs.splice(0)) await log.stop();
});

interface Opened {
  readonly log: AuditLog;
  readonly clock: FakeClock;
  readonly folder: string;
  settings: AuditLogOptions['settings'];
}

async function openLog(changes: Partial<AuditLogOptions> & { audit?: Partial<ReturnType<AuditLogOptions['settings']>> } = {}): Promise<Opened> {
  const { audit, ...options } = changes;
  const clock = new FakeClock(NOON_MS);
  const folder = options.folder ?? join(await tempFolder(), 'audit-log');
  const settings = () => ({ ...DEFAULT_SETTINGS.audit, ...audit });
  const log = new AuditLog({
    folder,
    clock,
    logger: silentLogger,
    settings,
    secrets: () => ['sk-secret-0123456789'],
    stopLimitMs: STOP_LIMIT_MS,
    ...options,
  });
  logs.push(log);
  return { log, clock, folder, settings };
}

function begun(number = 1, body: Buffer | null = null) {
  return { id: idOf(NOON_MS, number), startedAtMs: NOON_MS, method: 'POST', target: '/v1/messages', headers: ['a', 'b'], body };
}

describe('an exchange that is told', () => {
  it('is kept, credentials taken out, and can be asked for at once', async () => {
    const { log } = await openLog();
    const body = Buffer.from('{"model":"opus","k":"sk-secret-0123456789"}');
    const audit = log.begin(begun(1, body));
    const at = body.indexOf('opus');
    audit?.forwarded({
      method: 'POST',
      origin: 'http://e',
      path: '/v1',
      headers: ['x-api-key', 'sk-secret-0123456789'],
      body: [body.subarray(0, at), Buffer.from('glm-5'), body.subarray(at + 4)],
    });
    audit?.upstreamHead(529, []);
    audit?.upstreamChunk(Buffer.from('busy'));
    audit?.forwarded({ method: 'POST', origin: 'http://f', path: '/v1', headers: [], body: [body] });
    audit?.upstreamHead(200, ['content-type', 'text/plain']);
    audit?.copiesUpstream();
    audit?.deliveredHead(200, []);
    for (const piece of ['an ', 'answer']) {
      audit?.upstreamChunk(Buffer.from(piece));
      audit?.relayed(Buffer.from(piece));
    }
    audit?.delivered(Buffer.from('|event'));
    audit?.ended();
    const id = idOf(NOON_MS);
    const text = async (part: 'forwarded' | 'upstream' | 'delivered', attempt: number | null) =>
      (await log.text({ exchangeId: id, part, attempt, offset: 0, limit: 1_000 })).text;
    expect(await log.get(id)).toMatchObject({ kind: 'kept', record: { attempts: [{ upstream: { status: 529 } }, { upstream: { status: 200 } }] } });
    expect(await text('forwarded', 1)).toBe('{"model":"glm-5","k":"[redacted]"}');
    expect(await text('forwarded', 2)).toBe('{"model":"opus","k":"[redacted]"}');
    expect(await text('upstream', 1)).toBe('busy');
    expect(await text('delivered', null)).toBe('an answer|event');
    expect((await log.find({ exchangeId: id, part: 'delivered', attempt: null, text: 'ANSWER' })).offsets).toEqual([3]);
    expect((await log.size()).days).toMatchObject([{ day: '2026-11-20', exchanges: 1 }]);
    expect(log.outstandingBytes).toBe(0);
    expect(await log.deleteAll()).toEqual({ days: [], sizeBytes: 0 });
  });

  it('is kept whole where a protocol translates, and where the body comes in chunks', async () => {
    const { log } = await openLog();
    const audit = log.begin(begun(1, null));
    audit?.forwarded({ method: 'POST', origin: 'http://e', path: '/v1/files', headers: [], body: 'original' });
    for (const chunk of ['one ', 'two']) audit?.originalChunk(Buffer.from(chunk));
    audit?.forwarded({ method: 'POST', origin: 'http://e', path: '/v1', headers: [], body: [Buffer.from('in another dialect')] });
    audit?.ended();
    const text = async (attempt: number) => (await log.text({ exchangeId: idOf(NOON_MS), part: 'forwarded', attempt, offset: 0, limit: 100 })).text;
    expect(await text(1)).toBe('one two');
    expect(await text(2)).toBe('in another dialect');
  });

  it('is not, when the audit is off', async () => {
    const { log } = await openLog({ audit: { isOn: false } });
    expect(log.begin(begun())).toBeNull();
  });

  it('is cut at the limit of a body', async () => {
    const { log } = await openLog({ audit: { maxBodyBytes: 10 } });
    const audit = log.begin(begun(1, Buffer.from('0123456789abcdef')));
    audit?.forwarded({ method: 'POST', origin: 'http://e', path: '/', headers: [], body: null });
    audit?.upstreamHead(200, []);
    for (const chunk of ['01234567', '89ab', 'cdef']) audit?.upstreamChunk(Buffer.from(chunk));
    audit?.ended();
    const body = { bytes: 16, kept: 'cut', textBytes: 10 };
    expect(await log.get(idOf(NOON_MS))).toMatchObject({ record: { original: { body }, attempts: [{ upstream: { body } }] } });
  });
});

describe('memory', () => {
  it('is bounded: beyond the credit bodies are dropped and marked, and heads are kept', async () => {
    const { log } = await openLog({ creditBytes: 3_000_000 });
    const body = Buffer.alloc(1_000_000, 'x');
    for (let number = 1; number <= 500; number += 1) {
      log.begin(begun(number, body))?.ended();
      expect(log.outstandingBytes).toBeLessThanOrEqual(3_000_000);
    }
    const kept = [];
    for (const number of [1, 2, 3, 4, 500]) {
      const view = await log.get(idOf(NOON_MS, number));
      kept.push(view.kind === 'kept' ? view.record.original.body?.kept : view.kind);
    }
    expect(kept).toEqual(['whole', 'whole', 'whole', 'dropped', 'dropped']);
    await eventually(() => log.outstandingBytes).toBe(0);
    log.begin(begun(501, body))?.ended();
    expect(await log.get(idOf(NOON_MS, 501))).toMatchObject({ record: { original: { body: { kept: 'whole' } } } });
  });

  it('of heads is bounded too: what is not even begun reads "dropped"', async () => {
    const { log } = await openLog();
    const headers = ['x-large', 'y'.repeat(60_000)];
    let refused = 0;
    for (let number = 1; number <= 400 && refused === 0; number += 1) if (log.begin({ ...begun(number), headers }) === null) refused = number;
    expect(refused).toBeGreaterThan(100);
    expect(await log.get(idOf(NOON_MS, refused))).toEqual({ kind: 'dropped' });
  });

  it('copies each byte once, in the order of the events, and joins the chunks of a stream', () => {
    const sent: { events: AuditEvent[]; bytes: Uint8Array }[] = [];
    const clock = new FakeClock();
    const queue = new AuditQueue({ clock, creditBytes: 1_000, send: (events, bytes) => sent.push({ events, bytes }) });
    const one = new ExchangeAudit(begun(1), { queue, maxBodyBytes: 1_000, onEnd: () => undefined });
    const two = new ExchangeAudit(begun(2), { queue, maxBodyBytes: 1_000, onEnd: () => undefined });
    for (const chunk of ['a', 'b']) {
      one.originalChunk(Buffer.from(`1${chunk}`));
      two.originalChunk(Buffer.from(`2${chunk}`));
    }
    expect(sent).toEqual([]);
    clock.advance(100);
    expect(sent.flatMap(({ events }) => events.map(({ is }) => is))).toEqual(['begun', 'begun', 'body', 'body']);
    expect(Buffer.concat(sent.map(({ bytes }) => bytes)).toString()).toBe('1a1b2a2b');
  });

  it('is copied when its memory is about to be freed, and only then at once', () => {
    const sent: Uint8Array[] = [];
    const queue = new AuditQueue({ clock: new FakeClock(), creditBytes: 1_000, send: (_events, bytes) => sent.push(bytes) });
    const [one, two] = [1, 2].map((number) => new ExchangeAudit(begun(number), { queue, maxBodyBytes: 1_000, onEnd: () => undefined }));
    const body = Buffer.from('a body');
    one?.originalChunk(body);
    expect(sent).toEqual([]);
    one?.settle();
    body.fill('x');
    expect(sent.map((bytes) => Buffer.from(bytes).toString())).toEqual(['a body']);
    // Nothing waits of this one, so the other's batch may go on gathering.
    two?.originalChunk(Buffer.from('more'));
    one?.settle();
    expect(sent).toHaveLength(1);
  });

  it('of one batch is bounded: a large body goes in several, and what is missing is told with the last', () => {
    const sent: { events: AuditEvent[]; bytes: Uint8Array }[] = [];
    const queue = new AuditQueue({ clock: new FakeClock(), creditBytes: 1e9, send: (events, bytes) => sent.push({ events, bytes }) });
    const limit = 2_500_000;
    const audit = new ExchangeAudit(begun(1), { queue, maxBodyBytes: limit, onEnd: () => undefined });
    const body = Buffer.alloc(limit + 7, '0123456789');
    audit.originalChunk(body);
    audit.ended();
    queue.flush();
    expect(sent.map(({ bytes }) => bytes.length)).toEqual([1_048_576, 1_048_576, 402_848]);
    expect(Buffer.concat(sent.map(({ bytes }) => bytes)).equals(body.subarray(0, limit))).toBe(true);
    const events = sent.flatMap((batch) => batch.events);
    expect(events.map(({ is }) => is)).toEqual(['begun', 'body', 'body', 'body', 'ended']);
    expect(events.flatMap((event) => (event.is === 'body' ? [[event.bytes, event.missing]] : []))).toEqual([
      [1_048_576, 0],
      [1_048_576, 0],
      [402_848, 7],
    ]);
  });

  it('that is used again shows nothing of what lay in it before, and takes nothing away from what still waits', async () => {
    const { log } = await openLog();
    const bodyOf = (number: number) => Buffer.alloc(1_200_000 / number, `${number} `);
    const waiting = log.begin(begun(9));
    waiting?.originalChunk(Buffer.from('waits'));
    for (let number = 1; number <= 5; number += 1) {
      log.begin(begun(number, bodyOf(number)))?.ended();
      // The memory of the one before is back.
      expect((await log.get(idOf(NOON_MS, number))).kind).toBe('kept');
    }
    waiting?.ended();
    const textOf = async (number: number) => {
      let text = '';
      for (let offset: number | null = 0; offset !== null; ) {
        const read = await log.text({ exchangeId: idOf(NOON_MS, number), part: 'original', attempt: null, offset, limit: AUDIT_TEXT_LIMIT });
        text += read.text;
        offset = read.nextOffset;
      }
      return text;
    };
    expect(await textOf(9)).toBe('waits');
    for (let number = 1; number <= 5; number += 1) expect((await textOf(number)) === bodyOf(number).toString()).toBe(true);
  });
});

describe('its thread', () => {
  it('ends when nobody needs it for a while, and the next question starts another', async () => {
    const { log, clock } = await openLog();
    log.begin(begun(1, Buffer.from('x')))?.ended();
    expect((await log.get(idOf(NOON_MS))).kind).toBe('kept');
    clock.advance(6 * 60_000);
    expect((await log.get(idOf(NOON_MS))).kind).toBe('kept');
  });

  it('may die: that is a warning and not a failure, and a minute later audits are kept again', async () => {
    const logger = new CaptureLogger();
    const folder = join(await tempFolder(), 'audit-log');
    const worker = join(await tempFolder(), 'worker.mjs');
    await writeFile(worker, 'throw new Error("a native fault")');
    const { log, clock } = await openLog({ folder, logger, workerUrl: pathToFileURL(worker) });
    log.begin(begun(1, Buffer.from('x')))?.ended();
    clock.advance(100);
    await eventually(() => log.warnings().join()).toContain('its thread ended');
    expect(log.outstandingBytes).toBe(0);
    expect(log.begin(begun(2))).toBeNull();
    await writeFile(worker, `import ${JSON.stringify(new URL('../../../../src-main/audit/audit.worker.ts', import.meta.url).href)}`);
    clock.advance(60_000);
    log.begin(begun(3, Buffer.from('y')))?.ended();
    expect((await log.get(idOf(NOON_MS, 3))).kind).toBe('kept');
    expect(log.warnings()).toEqual([]);
  });

  it('writes what is still waiting when the app stops', async () => {
    const { log, folder } = await openLog();
    log.begin(begun(1, Buffer.from('late')))?.ended();
    await log.stop();
    const { log: next } = await openLog({ folder });
    expect((await next.text({ exchangeId: idOf(NOON_MS), part: 'original', attempt: null, offset: 0, limit: 10 })).text).toBe('late');
  });

  it('is not started to take away what is not there', async () => {
    const { log } = await openLog({ workerUrl: new URL('data:text/javascript,throw new Error("must not start")') });
    expect(await log.expire()).toEqual([]);
    expect(log.warnings()).toEqual([]);
  });
});

describe('old audits', () => {
  it('are taken away soon after the start and then every few hours, failures included', async () => {
    const clock = new FakeClock();
    const logger = new CaptureLogger();
    const answers = [() => Promise.resolve(['2026-11-01']), () => Promise.reject(new Error('busy')), () => Promise.resolve([])];
    let runs = 0;
    const stop = keepAudit({ expire: () => answers[runs++]?.() ?? Promise.resolve([]), clock, logger });
    for (let expected = 1; expected <= 3; expected += 1) {
      clock.advance(expected === 1 ? 60_000 : 3 * 3_600_000);
      await eventually(() => clock.pendingTimers).toBe(1);
      expect(runs).toBe(expected);
    }
    expect(logger.lines.map(({ message }) => message)).toEqual(['days of the audit were taken away', 'old audits could not be taken away']);
    stop();
    clock.advance(24 * 3_600_000);
    expect(runs).toBe(3);
  });
});
