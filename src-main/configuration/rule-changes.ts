/** What putting one set of rules in the place of another changes, for an import and its dry run; and ids for new rules. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { FailoverRule, RuleImport } from '../../src-shared/schemas/failover-rule.ts';
import type { HeldRule } from './stored-rule.ts';

export interface RuleSet {
  /** The user's, first tried first. */
  readonly own: readonly HeldRule[];
  /** Ids of built-in rules that are switched off. */
  readonly off: ReadonlySet<string>;
}

export function changesBetween(before: RuleSet, after: RuleSet, builtIn: readonly FailoverRule[]): Omit<RuleImport, 'isDryRun'> {
  const beforeById = byId(before.own);
  const afterById = byId(after.own);
  const kept = after.own.filter(({ rule }) => beforeById.has(rule.id));
  const wasEnabled = (id: string) => beforeById.get(id)?.isEnabled;
  const keptIds = kept.map(({ rule }) => rule.id);
  const orderBefore = before.own.map(({ rule }) => rule.id).filter((id) => afterById.has(id));
  return {
    added: names(after.own.filter(({ rule }) => !beforeById.has(rule.id))),
    changed: names(kept.filter(({ rule }) => !isDeepStrictEqual(rule, beforeById.get(rule.id)?.rule))),
    removed: names(before.own.filter(({ rule }) => !afterById.has(rule.id))),
    isReordered: keptIds.some((id, index) => id !== orderBefore[index]),
    switchedOn: [
      ...names(kept.filter(({ rule, isEnabled }) => isEnabled && wasEnabled(rule.id) === false)),
      ...builtIn.filter(({ id }) => before.off.has(id) && !after.off.has(id)).map(nameOf),
    ],
    switchedOff: [
      ...names(kept.filter(({ rule, isEnabled }) => !isEnabled && wasEnabled(rule.id) === true)),
      ...builtIn.filter(({ id }) => !before.off.has(id) && after.off.has(id)).map(nameOf),
    ],
  };
}

/** `Please slow down!` becomes `please-slow-down`, or `please-slow-down-2` when that is taken. */
export function ruleIdFrom(title: string, taken: ReadonlySet<string>): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const base = words.slice(0, 50).replace(/^-+|-+$/g, '') || 'rule';
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function byId(rules: readonly HeldRule[]): ReadonlyMap<string, HeldRule> {
  return new Map(rules.map((held) => [held.rule.id, held]));
}

function names(rules: readonly HeldRule[]) {
  return rules.map(({ rule }) => nameOf(rule));
}

function nameOf({ id, title }: FailoverRule) {
  return { id, title };
}
