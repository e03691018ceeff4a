/** How a rule of the user's goes into a row and comes out of it. What comes out may have been spoilt by hand. Pure. */
import { type UserRule, userRuleSchema } from '../../src-shared/schemas/failover-rule.ts';
import { fieldName } from './field-name.ts';
import type { StoredRule } from './ports.ts';

/** Version of the JSON that this program writes. */
export const RULE_FORMAT = 1;

export interface HeldRule {
  readonly rule: UserRule;
  readonly isEnabled: boolean;
}

export function storedRule({ rule, isEnabled }: HeldRule): StoredRule {
  const { id, ...rest } = rule;
  return { id, isEnabled, format: RULE_FORMAT, rule: JSON.stringify(rest) };
}

/** `problem` completes the sentence "the rule x cannot be used: ..". Never throws. */
export type ReadRule = { readonly kind: 'read'; readonly held: HeldRule } | { readonly kind: 'broken'; readonly problem: string };

export function readStoredRule(stored: StoredRule): ReadRule {
  if (stored.format !== RULE_FORMAT) return { kind: 'broken', problem: `its format ${stored.format} is unknown to this version` };
  let value: unknown;
  try {
    value = JSON.parse(stored.rule);
  } catch {
    return { kind: 'broken', problem: 'it is not valid JSON' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'broken', problem: 'it is not a rule' };
  const parsed = userRuleSchema.safeParse({ ...value, id: stored.id });
  if (parsed.success) return { kind: 'read', held: { rule: parsed.data, isEnabled: stored.isEnabled } };
  const [issue] = parsed.error.issues;
  return { kind: 'broken', problem: `${fieldName(issue?.path ?? [])} ${issue?.message ?? 'is invalid'}`.trim() };
}
