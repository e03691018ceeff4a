/** kill -9 of a process that audits, again and again on the same folder: what was whole a moment before stays whole. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { AuditLog } from '../../../src-main/audit/audit-log.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { CaptureLogger } from '../../support/capture-logger.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const CHILD = fileURLToPath(new URL('../../support/audit-until-killed.ts', import.meta.url));

/** Batches leave after 100 ms and are committed 100 ms later; a machine that runs other tests may hold a thread up for longer. */
const MARGIN_MS = 2_000;
const LINES_BEFORE_KILL = 400;
/** How long before the margin a process audits at least. */
const WHOLE_MS = 1_000;

/** @returns Ids of exchanges to when they ended, and when the process was killed. */
async function auditAndKill(folder: string): Promise<{ readonly ended: ReadonlyMap<string, number>; readonly killedAtMs: number }> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const exited = once(child, 'exit');
  const ended = new Map<string, number>();
  let killedAtMs = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [, id = '', atMs] = line.split(' ');
    ended.set(id, Number(atMs));
    const firstAtMs = ended.values().next().value ?? Number.POSITIVE_INFINITY;
    if (killedAtMs !== 0 || ended.size < LINES_BEFORE_KILL || Date.now() - firstAtMs < MARGIN_MS + WHOLE_MS) continue;
    killedAtMs = Date.now();
    child.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  return { ended, killedAtMs };
}

it('keeps exchanges whole that ended before the last moments of a killed process, and opens without a warning', async () => {
  const folder = await tempFolder();
  const expected: string[] = [];
  const unsure: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const { ended, killedAtMs } = await auditAndKill(folder);
    for (const [id, atMs] of ended) (atMs < killedAtMs - MARGIN_MS ? expected : unsure).push(id);
  }
  expect(expected.length).toBeGreaterThan(100);
  const logger = new CaptureLogger();
  const audit = new AuditLog({ folder, clock: systemClock, logger, settings: () => DEFAULT_SETTINGS.audit, secrets: () => [] });
  onTestFinished(() => audit.stop());
  const textOf = async (id: string) => (await audit.text({ exchangeId: id, part: 'forwarded', attempt: 1, offset: 0, limit: 200_000 })).text;
  for (const id of expected) expect(await textOf(id)).toBe(`${id} `.repeat(2_000));
  // Of the last moments an exchange is there whole or not at all.
  for (const id of unsure) expect([`${id} `.repeat(2_000), '']).toContain(await textOf(id));
  expect(logger.lines).toEqual([]);
  expect(audit.warnings()).toEqual([]);
});
