/** Which failover rules are there, in the order in which they are tried? */
import { useQuery } from '@tanstack/react-query';
import { core } from '../../../src-shared/i18n/en/core.ts';
import { UNLISTED_RULE_TITLES } from '../../../src-shared/unlisted-rules.ts';
import { useAdmin } from '../../api/admin-context.ts';

export function useRules() {
  return useQuery(useAdmin().rules.list.queryOptions());
}

/** Until the list is there the built-in ones have their titles too, so that no name changes while it is read. */
const BUILT_IN_TITLES: ReadonlyMap<string, string> = new Map(Object.entries(core.ruleTitle));

/** A function that names a rule: by its title, or by its id when the rule is gone. */
export function useRuleTitle(): (id: string) => string {
  const { data = [] } = useRules();
  return (id) => data.find(({ rule }) => rule.id === id)?.rule.title ?? UNLISTED_RULE_TITLES.get(id) ?? BUILT_IN_TITLES.get(id) ?? id;
}
