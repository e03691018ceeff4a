/** The command hooks of failover rules: what they send, and what the list holds afterwards. */
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useRuleCommands, useRuleTest } from '../../../../../src-renderer/state/commands/use-rule-commands.ts';
import { useRules, useRuleTitle } from '../../../../../src-renderer/state/queries/use-rules.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import type { RuleView } from '../../../../../src-shared/schemas/failover-rule.ts';
import { fakeAdminServices, sampleRule } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const named = (id: string, changes: Partial<RuleView> = {}) => sampleRule({ rule: { ...sampleRule().rule, id, title: `Rule ${id}` }, ...changes });
const LIST = [named('a'), named('b'), named('timeout', { origin: 'built-in' })];
const { rules } = fakeAdminServices();

function ruleRig(changes: Partial<typeof rules>) {
  const rig = adminRig({ rules: { ...rules, list: () => LIST, ...changes } });
  const result = rig.hook(() => ({ list: useRules().data, title: useRuleTitle(), commands: useRuleCommands(), test: useRuleTest() }));
  return { ...rig, result };
}

const ids = (list: readonly RuleView[] | undefined) => list?.map(({ rule }) => rule.id);

describe('rule commands', () => {
  it('show a move before the core has answered, and take it back when the core refuses', async () => {
    const { promise: answer, reject: refuse } = Promise.withResolvers<typeof LIST>();
    const { result } = ruleRig({ move: () => answer });
    await waitFor(() => expect(result.current.list).toBeDefined());
    act(() => result.current.commands.move.mutate({ id: 'b', position: 1 }));
    await waitFor(() => expect(ids(result.current.list)).toEqual(['b', 'a', 'timeout']));
    refuse(new AppError('RULE_NOT_FOUND', 'gone'));
    await waitFor(() => expect(ids(result.current.list)).toEqual(['a', 'b', 'timeout']));
  });

  it('put a switched rule in its place at once', async () => {
    const { result } = ruleRig({ setEnabled: async (id, isEnabled) => named(id, { isEnabled }) });
    await waitFor(() => expect(result.current.list).toBeDefined());
    await act(() => result.current.commands.setEnabled.mutateAsync({ id: 'b', isEnabled: false }));
    await waitFor(() => expect(result.current.list?.map(({ isEnabled }) => isEnabled)).toEqual([true, false, true]));
  });

  it('show the built-in rules after a reset', async () => {
    const { result } = ruleRig({ reset: async () => LIST.slice(2) });
    await waitFor(() => expect(result.current.list).toBeDefined());
    await act(() => result.current.commands.reset.mutateAsync());
    await waitFor(() => expect(ids(result.current.list)).toEqual(['timeout']));
  });

  it('try a failure out', async () => {
    const { result } = ruleRig({});
    await act(() => result.current.test.mutateAsync({ answer: { kind: 'bad-answer', what: 'html' } }));
    await waitFor(() => expect(result.current.test.data?.observed).toBe('bad-answer'));
  });

  it('name a rule by its title, or by its id when it is gone', async () => {
    const { result } = ruleRig({});
    expect(result.current.title('a')).toBe('a');
    await waitFor(() => expect(result.current.title('a')).toBe('Rule a'));
    expect(result.current.title('gone')).toBe('gone');
  });
});
