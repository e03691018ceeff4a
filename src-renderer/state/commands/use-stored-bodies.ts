/** Fetches everything that was kept of a request, to be written down elsewhere. */
import { useMutation } from '@tanstack/react-query';
import { type BodyAddress, readStoredBodies, readStoredBody } from '../../../src-shared/request-export/stored-bodies.ts';
import type { AuditRecord } from '../../../src-shared/schemas/audit.ts';
import { useAdminClient } from '../../api/admin-context.ts';

export function useStoredBodies() {
  const client = useAdminClient();
  return {
    all: useMutation({ mutationFn: (record: AuditRecord) => readStoredBodies((input) => client.audit.text.query(input), record) }),
    one: useMutation({ mutationFn: (address: BodyAddress) => readStoredBody((input) => client.audit.text.query(input), address) }),
  };
}
