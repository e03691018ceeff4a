import { expect, it } from 'vitest';
import { importText, ruleTable, testText } from '../../../../src-main/cli/rule-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import type { RuleTestCourse } from '../../../../src-shared/schemas/failover-rule.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });

it('has words for every built-in rule', () => {
  const text = ruleTable(
    plain,
    DEFAULT_RULES.map((rule) => ({ rule, origin: 'built-in', isEnabled: true, isFixed: false })),
  );
  expect(text.split('\n')).toHaveLength(DEFAULT_RULES.length + 1);
  expect(text).not.toMatch(/\{\{|undefined|words\./);
});

it('says that the order changes', () => {
  const changes = { added: [], changed: [], removed: [], isReordered: true, switchedOn: [], switchedOff: [] };
  expect(importText(plain, { ...changes, isDryRun: true })).toBe('would put the rules in another order');
  expect(importText(plain, { ...changes, isDryRun: false })).toBe('the rules are in another order');
});

it('says so when no rule matches', () => {
  const course: RuleTestCourse = { retryWaitsMs: [], verdict: 'try-next', rest: null };
  expect(testText(plain, { rule: null, observed: 'answered 418', errorType: null, namedWaitMs: null, alone: course, inCompany: course })).toContain(
    'No rule matches',
  );
});
