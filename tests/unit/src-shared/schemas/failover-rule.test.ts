import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import { failoverRuleSchema, newRuleSchema, possibleKinds, ruleFileSchema, userRuleSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const rule = { id: 'slow-down', title: 'Slow down', match: { statuses: [400] }, rest: { kind: 'for', ms: 60_000 } };

const faultOf = (value: unknown) => {
  const issue = userRuleSchema.safeParse(value).error?.issues[0];
  return issue === undefined ? null : `${issue.path.join('.')}: ${issue.message}`;
};

describe('a failover rule', () => {
  it('is what every built-in row is', () => {
    for (const builtIn of DEFAULT_RULES) expect(failoverRuleSchema.parse(builtIn)).toEqual(builtIn);
  });

  it('fills in what holds unless it says otherwise: messages, on to the next, no rest, nobody to blame', () => {
    expect(userRuleSchema.parse({ id: 'a', title: ' A ', match: { statuses: [429, [500, 599]], phrases: [' Slow DOWN '] } })).toEqual({
      id: 'a',
      title: 'A',
      match: {
        exchangeKinds: ['messages'],
        statuses: [
          [429, 429],
          [500, 599],
        ],
        phrases: ['slow down'],
      },
      retryHere: { inCompany: 0, alone: 0, pace: 'at-once' },
      otherwise: 'next',
      rest: { kind: 'none' },
      restsAlone: false,
      isBlamed: false,
    });
  });

  it.each([
    ['no condition', { ...rule, match: {} }, /^match: must hold a condition/],
    ['only the kind of exchange', { ...rule, match: { exchangeKinds: ['messages'] } }, /^match: must hold a condition/],
    ['conditions that exclude each other', { ...rule, match: { statuses: [400], causes: ['dns'] } }, /^match: can never hold/],
    ['a status of another kind', { ...rule, match: { kinds: ['timeout'], statuses: [400] } }, /^match: can never hold/],
    ['a success', { ...rule, match: { kinds: ['success'] } }, /^match\.kinds\.0: must be one of unreachable, timeout/],
    ['a client that left', { ...rule, match: { kinds: ['client-left'] } }, /^match\.kinds\.0: must be one of/],
    ['an unknown kind', { ...rule, match: { kinds: ['rain'] } }, /^match\.kinds\.0: must be one of unreachable, timeout/],
    ['a success status', { ...rule, match: { statuses: [200] } }, /^match\.statuses\.0\.0: must be a whole number from 300 to 599$/],
    ['a range the wrong way round', { ...rule, match: { statuses: [[599, 500]] } }, /^match\.statuses\.0: must begin with the lower status$/],
    ['an empty list', { ...rule, match: { phrases: [] } }, /^match\.phrases: must not be an empty list/],
    [
      'a rest that is a text',
      { ...rule, rest: { kind: 'for', ms: 'long' } },
      /^rest\.ms: must be a whole number of milliseconds from 1000 to 691200000$/,
    ],
    ['a rest below a second', { ...rule, rest: { kind: 'for', ms: 60 } }, /^rest\.ms: must be/],
    ['an unknown rest', { ...rule, rest: { kind: 'nap' } }, /^rest\.kind: must be one of none, for, between/],
    [
      'a range of rests the wrong way round',
      { ...rule, rest: { kind: 'between', fromMs: 9_000, toMs: 5_000 } },
      /^rest\.toMs: must not be below fromMs$/,
    ],
    ['too many repeats', { ...rule, retryHere: { alone: 11 } }, /^retryHere\.alone: must be "max" or a whole number from 0 to 10$/],
    ['an id with spaces', { ...rule, id: 'slow down' }, /^id: must consist of/],
    ['no title', { ...rule, title: ' ' }, /^title: must not be empty$/],
    ['a misspelt field', { ...rule, retry: 1 }, /^: Unrecognized key/],
  ])('is refused with %s, and the field is named', (_what, value, message) => {
    expect(faultOf(value)).toMatch(message);
  });

  it('needs no id while it is new', () => {
    const { id: _, ...rest } = rule;
    expect(newRuleSchema.parse(rest).id).toBeUndefined();
    expect(userRuleSchema.safeParse(rest).success).toBe(false);
  });

  it('says which kinds of failure its conditions can be about', () => {
    expect(possibleKinds({ phrases: ['x'] })).toEqual(['status', 'error-event']);
    expect(possibleKinds({ kinds: ['timeout', 'unreachable'], phases: ['idle'] })).toEqual(['timeout']);
  });

  it('has its place in a file with a version', () => {
    expect(ruleFileSchema.parse({ version: 1, rules: [rule] })).toMatchObject({ off: [], rules: [{ id: 'slow-down', isEnabled: true }] });
    expect(ruleFileSchema.safeParse({ version: 2, rules: [] }).error?.issues[0]?.message).toBe('must be 1');
  });
});
