/** Which failover rules are there, in the order in which they are tried? */
import { useQuery } from '@tanstack/react-query';
import { UNLISTED_RULE_TITLES } from '../../../src-shared/unlisted-rules.ts';
import { useAdmin } from '../../api/admin-context.ts';

export function useRules() {
  return useQuery(useAdmin().rules.list.queryOptions());
}

/** A function that names a rule: by its title, or by its id while the titles are unknown or the rule is gone. */
export function useRuleTitle(): (id: string) => string {
  const { data = [] } = useRules();
  return (id) => data.find(({ rule }) => rule.id === id)?.rule.title ?? UNLISTED_RULE_TITLES.get(id) ?? id;
}
