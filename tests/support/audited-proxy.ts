/** A proxy whose exchanges go into a real audit, in a folder of its own. */
import { onTestFinished } from 'vitest';
import { AuditLog, type AuditLogOptions } from '../../src-main/audit/audit-log.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { AUDIT_TEXT_LIMIT, type AuditPart } from '../../src-shared/schemas/audit.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';
import type { DataPathFixture } from './data-path-fixture.ts';
import { eventually } from './eventually.ts';
import type { StartProxyOptions } from './start-proxy.ts';
import { tempFolder } from './temp-folder.ts';

export async function auditedProxy(proxy: DataPathFixture['proxy'], options: StartProxyOptions, auditing: Partial<AuditLogOptions> = {}) {
  const folder = auditing.folder ?? (await tempFolder());
  const settings = () => DEFAULT_SETTINGS.audit;
  const audit = new AuditLog({ clock: systemClock, logger: silentLogger, settings, secrets: () => [], ...auditing, folder });
  onTestFinished(() => audit.stop());
  const running = await proxy({ ...options, audit });
  const recordOf = async (number = 1) => {
    const { exchange } = await running.finishedOne(number);
    // It is over a moment after the client has everything.
    await eventually(async () => (await audit.get(exchange.id)).kind).toBe('kept');
    const view = await audit.get(exchange.id);
    if (view.kind !== 'kept') throw new Error(view.kind);
    return {
      exchange,
      record: view.record,
      async text(part: AuditPart, attempt: number | null = null) {
        let text = '';
        for (let offset: number | null = 0; offset !== null; ) {
          const read = await audit.text({ exchangeId: exchange.id, part, attempt, offset, limit: AUDIT_TEXT_LIMIT });
          text += read.text;
          offset = read.nextOffset;
        }
        return text;
      },
    };
  };
  return { ...running, audit, recordOf };
}
