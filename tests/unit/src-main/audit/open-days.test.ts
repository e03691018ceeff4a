import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { DayDatabase, UnusableDay } from '../../../../src-main/audit/day-database.ts';
import { dayOf, ensureFolder, listDays } from '../../../../src-main/audit/day-files.ts';
import { expireDays } from '../../../../src-main/audit/expire-days.ts';
import { OpenDays } from '../../../../src-main/audit/open-days.ts';
import { readRemovedUntil } from '../../../../src-main/audit/removed-until.ts';
import { MS_PER_DAY } from '../../../../src-shared/units.ts';
import { auditRig, bodyEvent, idOf, NOON_MS } from '../../../support/audit-rig.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

// What these tests are about, one thing made of them all.
void expireDays;

const ID = idOf(NOON_MS);

describe('days', () => {
  it('change at midnight UTC, and an exchange stays with the day on which it began', async () => {
    const rig = await auditRig();
    const midnight = Date.UTC(2026, 10, 21);
    rig.exchange(idOf(midnight - 1, 1), 'a', 'a', { startedAtMs: midnight - 1 });
    rig.exchange(idOf(midnight, 2), 'b', 'b', { startedAtMs: midnight });
    expect(rig.writer.size().days.map(({ day, exchanges }) => [day, exchanges])).toEqual([
      ['2026-11-21', 1],
      ['2026-11-20', 1],
    ]);
    expect(rig.writer.get(idOf(midnight - 1, 1)).kind).toBe('kept');
    rig.writer.close();
  });

  it('go when they are too old, all their files with them, and their exchanges read "expired"', async () => {
    const rig = await auditRig();
    const old = NOON_MS - 14 * MS_PER_DAY;
    rig.exchange(idOf(old), 'a', 'a', { startedAtMs: old });
    rig.exchange(ID, 'b', 'b');
    expect(rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: 1e12 })).toEqual([dayOf(old)]);
    expect(readdirSync(rig.folder).filter((name) => name.startsWith(dayOf(old)))).toEqual([]);
    expect(rig.writer.get(idOf(old))).toEqual({ kind: 'expired' });
    expect(rig.writer.get(ID).kind).toBe('kept');
    expect(rig.writer.get(idOf(NOON_MS, 9))).toEqual({ kind: 'none' });
    rig.writer.close();
    expect(readRemovedUntil(rig.folder)).toBe(Date.UTC(2026, 10, 7));
  });

  it('go oldest first when all together are too large; of the last one the oldest exchanges go', async () => {
    const rig = await auditRig();
    for (const [index, ago] of [2, 1, 0, 0, 0].entries()) {
      const startedAtMs = NOON_MS - ago * MS_PER_DAY + index;
      rig.exchange(idOf(startedAtMs, index), noise(index), 'x', { startedAtMs });
    }
    rig.writer.commit(NOON_MS);
    const today = listDays(rig.folder).at(-1)?.sizeBytes ?? 0;
    expect(rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: today })).toEqual(['2026-11-18', '2026-11-19']);
    expect(rig.writer.get(idOf(NOON_MS + 2, 2)).kind).toBe('kept');
    rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: 1 });
    expect(rig.writer.get(idOf(NOON_MS + 2, 2)).kind).toBe('expired');
    rig.writer.close();
    expect(readRemovedUntil(rig.folder)).toBe(NOON_MS + 5);
  });

  it('keep nothing of an exchange that was still running when it had to make room, instead of a part that looks whole', async () => {
    const rig = await auditRig();
    const running = idOf(NOON_MS, 1);
    rig.tell(
      [{ is: 'begun', id: running, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      bodyEvent(running, 'original', noise(1)),
    );
    rig.exchange(idOf(NOON_MS + 1, 2), noise(2), 'x', { startedAtMs: NOON_MS + 1 });
    rig.writer.expire({ nowMs: NOON_MS, keepDays: 14, maxSizeBytes: 1 });
    rig.tell(bodyEvent(running, 'original', noise(3)), [{ is: 'ended', id: running }]);
    expect(rig.writer.get(running)).toEqual({ kind: 'expired' });
    expect(rig.text(running, 'original')).toBe('');
    const next = idOf(NOON_MS + 2, 3);
    rig.exchange(next, 'next', 'x', { startedAtMs: NOON_MS + 2 });
    expect(rig.text(next, 'original')).toBe('next');
    rig.writer.close();
  });

  it('are those of the ids, by which exchanges are found again, where the start lies on another day', async () => {
    const rig = await auditRig();
    const midnight = Date.UTC(2026, 10, 21);
    rig.exchange(idOf(midnight - 1), 'at midnight', 'x', { startedAtMs: midnight });
    expect(rig.text(idOf(midnight - 1), 'original')).toBe('at midnight');
    rig.writer.close();
  });

  it('are all deleted on demand, while one is being read and an exchange runs', async () => {
    const rig = await auditRig();
    rig.exchange(ID, 'a', 'a');
    const running = idOf(NOON_MS, 2);
    rig.tell(
      [{ is: 'begun', id: running, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }],
      bodyEvent(running, 'original', Buffer.from('b')),
    );
    expect(rig.text(ID, 'original')).toBe('a');
    expect(rig.writer.deleteAll(NOON_MS + 1_000)).toEqual({ days: [], sizeBytes: 0 });
    expect(readdirSync(rig.folder)).toEqual(['removed.json']);
    // What was gathered of the one that runs is given back as well.
    expect(rig.said.reduce((sum, message) => sum + (message.kind === 'done' ? message.bytes : 0), 0)).toBe(3);
    rig.tell([{ is: 'ended', id: running }]);
    expect(rig.writer.get(ID)).toEqual({ kind: 'expired' });
    const later = idOf(NOON_MS + 2_000, 3);
    rig.exchange(later, 'c', 'c', { startedAtMs: NOON_MS + 2_000 });
    expect(rig.text(later, 'original')).toBe('c');
    rig.writer.close();
  });

  it.skipIf(process.platform === 'win32')('are files that only their owner may read', async () => {
    const rig = await auditRig();
    rig.exchange(ID, 'a', 'a');
    rig.writer.commit(NOON_MS);
    expect(statSync(rig.folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(rig.folder)) expect(statSync(join(rig.folder, name)).mode & 0o777).toBe(0o600);
    rig.writer.close();
  });
});

describe('a file that cannot be used', () => {
  it.each([
    [
      'damaged',
      (file: string) => writeFileSync(file, 'this is no database at all, not even a little bit of one'.repeat(100)),
      /is damaged/,
      '.broken-',
    ],
    ['of another program', (file: string) => foreignDatabase(file), /belongs to another program/, '.foreign-'],
  ])('because it is %s is put aside and said, and a new one begun', async (_, spoil, why, ending) => {
    const folder = join(await tempFolder(), 'audit-log');
    ensureFolder(folder);
    spoil(join(folder, '2026-11-20.db'));
    const rig = await auditRig({ folder });
    rig.exchange(ID, 'a', 'a');
    expect(rig.text(ID, 'original')).toBe('a');
    expect(rig.said).toContainEqual({ kind: 'notice', message: expect.stringMatching(why) });
    expect(readdirSync(folder).some((name) => name.startsWith(`2026-11-20.db${ending}`))).toBe(true);
    rig.writer.close();
  });

  it.each([
    ['at once, when it is seen at its opening', 8_192, 1],
    ['when it is seen in use', 20 * 8_192, 0.5],
  ])('because parts of it are damaged is put aside, %s', async (_, from, share) => {
    const rig = await auditRig();
    for (let number = 1; number <= 200; number += 1) rig.exchange(idOf(NOON_MS, number), noise(number).subarray(0, 20_000), 'x');
    rig.writer.close();
    const file = join(rig.folder, '2026-11-20.db');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, from, Math.floor(bytes.length * share)));
    const said: string[] = [];
    const days = new OpenDays(rig.folder, (message) => said.push(message));
    days.of(NOON_MS);
    days.putDamagedAside();
    expect(said).toEqual([expect.stringMatching(/^The audit of 2026-11-20 is damaged; it was put aside as /)]);
    expect(days.of(NOON_MS).count()).toBe(0);
    days.close();
  });

  it('is not opened as a day', async () => {
    const file = join(await tempFolder(), 'x.db');
    foreignDatabase(file);
    expect(() => new DayDatabase(file, '2026-11-20')).toThrow(UnusableDay);
  });

  it('as when the disk is full stops the audit with a sentence, gives the room back, and it begins again a minute later', async () => {
    const parent = await tempFolder();
    const folder = join(parent, 'audit-log');
    writeFileSync(folder, 'a file where the folder should be');
    const rig = await auditRig({ folder });
    const body = Buffer.from('some bytes');
    rig.tell([{ is: 'begun', id: ID, startedAtMs: NOON_MS, method: 'POST', target: '/', headers: [] }], bodyEvent(ID, 'original', body));
    expect(rig.said).toContainEqual({ kind: 'fault', fault: expect.stringContaining('cannot be written') });
    expect(rig.said).toContainEqual({ kind: 'done', bytes: body.length });
    rig.exchange(idOf(NOON_MS, 2), 'a', 'a');
    expect(rig.said.filter((message) => message.kind === 'fault')).toHaveLength(1);
    rig.writer.write({ nowMs: NOON_MS + 60_000, maxSizeBytes: 1e12, bytes: new Uint8Array(0), events: [] });
    expect(rig.said).toContainEqual({ kind: 'fault', fault: null });
    expect(existsSync(folder)).toBe(true);
  });
});

/** Hardly compressible. */
function noise(seed: number): Buffer {
  return Buffer.from(Array.from({ length: 200_000 }, (_, index) => (Math.imul(index + seed * 7_919, 2_654_435_761) >>> 13) & 0xff));
}

function foreignDatabase(file: string): void {
  const database = new BetterSqlite(file);
  database.exec('CREATE TABLE theirs (a); PRAGMA application_id = 7');
  database.close();
}
