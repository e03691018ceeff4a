/** What can be done to failover rules. Answers are put into the list at once; the feed confirms them. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RuleView } from '../../../src-shared/schemas/failover-rule.ts';
import { useAdmin } from '../../api/admin-context.ts';
import { moveItem } from '../move-item.ts';

export function useRuleCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const key = admin.rules.list.queryKey();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const put = (view: RuleView) => queries.setQueryData(key, (list) => list?.map((other) => (other.rule.id === view.rule.id ? view : other)));

  const move = useMutation(
    admin.rules.move.mutationOptions({
      onMutate: async ({ id, position }) => {
        await queries.cancelQueries({ queryKey: key });
        queries.setQueryData(key, (list) => list && movedOwn(list, id, position));
      },
      onSuccess: (list) => queries.setQueryData(key, list),
      onError: refresh,
    }),
  );
  return {
    add: useMutation(admin.rules.add.mutationOptions({ onSuccess: refresh })),
    edit: useMutation(admin.rules.edit.mutationOptions({ onSuccess: put, onError: refresh })),
    remove: useMutation(admin.rules.remove.mutationOptions({ onSuccess: refresh })),
    setEnabled: useMutation(admin.rules.setEnabled.mutationOptions({ onSuccess: put, onError: refresh })),
    reset: useMutation(admin.rules.reset.mutationOptions({ onSuccess: (list) => queries.setQueryData(key, list) })),
    move,
  };
}

/** Its own hook: what was tried belongs to the panel that shows it. */
export function useRuleTest() {
  return useMutation(useAdmin().rules.test.mutationOptions());
}

/** The user's rules come first, so that a position among them is one in the list. */
function movedOwn(list: readonly RuleView[], id: string, position: number): RuleView[] {
  const own = list.filter(({ origin }) => origin === 'user').map((view, index) => ({ id: view.rule.id, position: index + 1, view }));
  return [...moveItem(own, id, position).map(({ view }) => view), ...list.filter(({ origin }) => origin === 'built-in')];
}
