/** Fetches everything that was kept of a request, to be written down elsewhere. */
import { useMutation } from '@tanstack/react-query';
import { readStoredBodies } from '../../../src-shared/request-export/stored-bodies.ts';
import type { AuditRecord } from '../../../src-shared/schemas/audit.ts';
import { useAdminClient } from '../../api/admin-context.ts';

export function useStoredBodies() {
  const client = useAdminClient();
  return useMutation({ mutationFn: (record: AuditRecord) => readStoredBodies((input) => client.audit.text.query(input), record) });
}
