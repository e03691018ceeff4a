import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import {
  EMPTY_RULE_FORM,
  hasCondition,
  NUMBER_WRONG,
  type RuleFormValues,
  ruleFieldOf,
  ruleFormOf,
  ruleFormSchema,
  ruleInputOf,
  STATUSES_WRONG,
  TO_BELOW,
} from '../../../../src-renderer/state/rule-form.ts';
import { type FailoverRule, newRuleSchema, userRuleSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const check = (values: Partial<RuleFormValues>) => ruleFormSchema.parse({ ...EMPTY_RULE_FORM, title: 'A', ...values });
const faultsOf = (values: Partial<RuleFormValues>) =>
  (ruleFormSchema.safeParse({ ...EMPTY_RULE_FORM, title: 'A', ...values }).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

describe('the form of a rule', () => {
  it('becomes a rule that the core takes', () => {
    const input = ruleInputOf(
      check({ statuses: '429, 500-599', errorTypes: ' a_error , b_error', phrases: 'slow down\n\n busy ', restKind: 'for', restSeconds: '1,5' }),
      null,
    );
    expect(newRuleSchema.parse(input)).toMatchObject({
      title: 'A',
      match: {
        kinds: ['status'],
        statuses: [
          [429, 429],
          [500, 599],
        ],
        errorTypes: ['a_error', 'b_error'],
        phrases: ['slow down', 'busy'],
      },
      rest: { kind: 'for', scope: 'endpoint', ms: 1_500 },
      isBlamed: true,
    });
  });

  it('shows a stored rule and gives it back unchanged', () => {
    const shown = DEFAULT_RULES.filter(({ match }) => !match.kinds?.some((kind) => kind === 'success' || kind === 'client-left'));
    for (const builtIn of shown) {
      const { id, ...rest } = builtIn;
      const base: FailoverRule = { id, ...rest };
      const back = newRuleSchema.safeParse(ruleInputOf(ruleFormSchema.parse(ruleFormOf(base)), base));
      // A copy of a rule about every kind of failure is refused: a rule of the user's needs a condition.
      if (id === 'side-call' || id === 'count-tokens') expect(back.success, id).toBe(false);
      else expect(back.data, id).toEqual({ ...rest, match: { exchangeKinds: ['messages'], ...rest.match } });
    }
  });

  it('keeps conditions that it does not show', () => {
    const base = userRuleSchema.parse({
      id: 'a',
      title: 'A',
      match: { causes: ['dns'], exchangeKinds: ['count_tokens'] },
      retryHere: { alone: 'max' },
    });
    expect(userRuleSchema.parse({ id: 'a', ...ruleInputOf(ruleFormSchema.parse(ruleFormOf(base)), base) })).toEqual(base);
  });

  it.each<[Partial<RuleFormValues>, string, string]>([
    [{ statuses: '42' }, 'statuses', STATUSES_WRONG],
    [{ statuses: '200' }, 'statuses', STATUSES_WRONG],
    [{ statuses: '599-500' }, 'statuses', STATUSES_WRONG],
    [{ title: ' ' }, 'title', 'must not be empty'],
    [{ restKind: 'for', restSeconds: 'soon' }, 'restSeconds', NUMBER_WRONG],
    [{ restKind: 'between', restSeconds: '5', restToSeconds: '0' }, 'restToSeconds', NUMBER_WRONG],
    [{ restKind: 'between', restSeconds: '5', restToSeconds: '4' }, 'restToSeconds', TO_BELOW],
    // The core would say it in milliseconds.
    [{ restKind: 'for', restSeconds: '691201' }, 'restSeconds', NUMBER_WRONG],
  ])('names the field at fault: %j', (values, field, message) => {
    expect(faultsOf(values)).toEqual([[field, message]]);
  });

  it('sees that nothing was chosen by which it could match', () => {
    expect(hasCondition(ruleInputOf(check({ kinds: [] }), null))).toBe(false);
    expect(hasCondition(ruleInputOf(check({ kinds: [], phrases: 'busy' }), null))).toBe(true);
    const base = userRuleSchema.parse({ id: 'a', title: 'A', match: { causes: ['dns'] } });
    expect(hasCondition(ruleInputOf(check({ kinds: [] }), base))).toBe(true);
  });

  it('does not mind the seconds of a rest that has none', () => {
    expect(faultsOf({ restKind: 'limit', restSeconds: '' })).toEqual([]);
  });

  it('finds the field that the core complains about', () => {
    expect(ruleFieldOf('rule.match.statuses.0.1')).toBe('statuses');
    expect(ruleFieldOf('rule.rest.toMs')).toBe('restToSeconds');
    expect(ruleFieldOf('rule.match')).toBe('kinds');
    expect(ruleFieldOf('rule.retryHere')).toBeNull();
    expect(ruleFieldOf('title')).toBe('title');
  });
});
