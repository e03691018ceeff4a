/**
 * A process that audits exchanges until it is killed: `node audit-until-killed.ts <folder>`. Says on stdout which exchange it
 * told the audit to be over, and when: `ended <id> <Unix ms>`.
 */
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../src-main/audit/audit-log.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('the folder is missing');

const audit = new AuditLog({ folder, clock: systemClock, logger: silentLogger, settings: () => DEFAULT_SETTINGS.audit, secrets: () => [] });

setInterval(() => {
  const id = uuidv7();
  const body = Buffer.from(`${id} `.repeat(2_000));
  const told = audit.begin({ id, startedAtMs: Date.now(), method: 'POST', target: '/', headers: [], body });
  told?.forwarded({ method: 'POST', origin: 'http://e', path: '/', headers: [], body: [body] });
  told?.ended();
  process.stdout.write(`ended ${id} ${Date.now()}\n`);
}, 5);
