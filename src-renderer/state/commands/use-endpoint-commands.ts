/** What can be done to endpoints. Answers are put into the list at once; the feed confirms them. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EndpointWithState } from '../../../src-shared/schemas/endpoint.ts';
import { useAdmin } from '../../api/admin-context.ts';
import { moveItem } from '../move-item.ts';

export function useEndpointCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const key = admin.endpoints.list.queryKey();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const put = (endpoint: EndpointWithState) =>
    queries.setQueryData(key, (list) => list?.map((other) => (other.id === endpoint.id ? endpoint : other)));

  const move = useMutation(
    admin.endpoints.move.mutationOptions({
      onMutate: async ({ id, position }) => {
        await queries.cancelQueries({ queryKey: key });
        queries.setQueryData(key, (list) => list && moveItem(list, id, position));
      },
      onSuccess: (list) => queries.setQueryData(key, list),
      onError: refresh,
    }),
  );
  return {
    add: useMutation(admin.endpoints.add.mutationOptions({ onSuccess: refresh })),
    edit: useMutation(admin.endpoints.edit.mutationOptions({ onSuccess: put, onError: refresh })),
    clone: useMutation(admin.endpoints.clone.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(admin.endpoints.remove.mutationOptions({ onSuccess: refresh })),
    undoRemove: useMutation(admin.endpoints.undoRemove.mutationOptions({ onSuccess: refresh })),
    rest: useMutation(admin.endpoints.rest.mutationOptions({ onSuccess: put })),
    restore: useMutation(admin.endpoints.restore.mutationOptions({ onSuccess: put })),
    move,
  };
}

/** Its own hook, because each card and the form show their own test under way. */
export function useEndpointTest() {
  return useMutation(useAdmin().endpoints.test.mutationOptions());
}
