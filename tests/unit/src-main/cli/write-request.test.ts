import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../src-main/admin/trpc.ts';
import { curlOf } from '../../../../src-main/cli/write-request.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { auditBody, sampleAudit, sampleAuditedExchange } from '../../../support/sample-audit.ts';

it('writes a command without a body where none was kept, without asking for its text', async () => {
  const record = sampleAudit();
  const gone = { ...record, attempts: [], original: { ...record.original, body: auditBody('', 'application/json', { kept: 'dropped', bytes: 9 }) } };
  const { audit } = fakeAdminServices();
  const services = fakeAdminServices({
    audit: {
      ...audit,
      get: async () => ({ kind: 'kept', record: gone }),
      text: async () => {
        throw new Error('asked for the text of no body');
      },
    },
  });
  const command = await curlOf(createCallerFactory(createAdminRouter(services))({}), sampleAuditedExchange(), null);
  // No attempt was made, so it is the client's own request.
  expect(command).toContain('http://127.0.0.1:9000/v1/messages');
  expect(command).not.toContain('--data');
});
