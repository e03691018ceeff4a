/** Builds the audit: what it keeps, which credentials it must never keep, and when old days go. */
import { AuditLog } from './audit/audit-log.ts';
import { keepAudit } from './audit/keep-audit.ts';
import type { CoreData } from './compose-data.ts';
import type { EndpointRegistry } from './configuration/endpoint-registry.ts';
import type { CoreContext } from './core-context.ts';

export function openAudit({ options, clock, logger, undo }: CoreContext, { settings }: CoreData, endpoints: EndpointRegistry): AuditLog {
  const audit = new AuditLog({
    folder: options.paths.auditFolder,
    clock,
    logger,
    settings: () => settings.current().audit,
    secrets: () => endpoints.credentials().map((credential) => credential.reveal()),
  });
  undo.defer(() => audit.stop());
  endpoints.onChange(() => audit.secretsChanged());
  settings.onChange((before, after) => {
    if (before.audit.patterns !== after.audit.patterns) audit.secretsChanged();
  });
  if (options.mode === 'full') undo.defer(keepAudit({ expire: () => audit.expire(), clock, logger }));
  return audit;
}
