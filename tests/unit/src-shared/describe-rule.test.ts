import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../src-main/failover/default-rules.ts';
import { describeAction, describeCourse, describeMatch, describeRest, type RuleWords } from '../../../src-shared/describe-rule.ts';
import { rules as english } from '../../../src-shared/i18n/en/rules.ts';
import {
  BAD_ANSWERS,
  type FailoverRule,
  failoverRuleSchema,
  type NewRuleRaw,
  OBSERVATION_KINDS,
  TIMEOUT_PHASES,
  UNREACHABLE_CAUSES,
} from '../../../src-shared/schemas/failover-rule.ts';

/** Throws for a sentence that is not there, so that no key goes missing unnoticed. */
const words: RuleWords = {
  say(key, values = {}) {
    const text = key.split('.').reduce<unknown>((node, part) => Object(node)[part], english.words);
    if (typeof text !== 'string') throw new Error(`there are no words for ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? `no ${name}`));
  },
  time: (ms) => `${ms / 1_000} s`,
};

const rule = (parts: Partial<NewRuleRaw>): FailoverRule => failoverRuleSchema.parse({ id: 'a', title: 'A', match: {}, ...parts });
const builtIn = (id: string): FailoverRule => {
  const found = DEFAULT_RULES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
};

describe('a rule in words', () => {
  it('has words for every built-in rule, every kind, cause and phase', () => {
    for (const one of DEFAULT_RULES) {
      const text = [describeMatch(one.match, words), describeAction(one, words), describeRest(one, words)].join('; ');
      expect(text, one.id).not.toMatch(/undefined|no [a-z]+;|\{\{/);
    }
    const all = { kinds: [...OBSERVATION_KINDS], causes: [...UNREACHABLE_CAUSES], phases: [...TIMEOUT_PHASES] };
    expect(describeMatch(all, words)).toContain('silence in the answer');
    expect(BAD_ANSWERS).toHaveLength(4);
  });

  it('says what must be seen', () => {
    expect(describeMatch(builtIn('client-fault').match, words)).toBe('status 400–499, with an Anthropic error body');
    expect(describeMatch(builtIn('count-tokens').match, words)).toBe('any failure, for token counts');
    expect(describeMatch({ kinds: ['status'], phrases: ['a', 'b'] }, words)).toBe('any error status, text contains “a”, “b”');
    expect(describeMatch(builtIn('capacity-400').match, words)).toMatch(/^status 400, text contains “.+”, “.+”, “.+” or one of \d+ more phrases$/);
  });

  it('says what is tried next, in company and alone', () => {
    expect(describeAction(builtIn('timeout'), words)).toBe('next endpoint');
    expect(describeAction(builtIn('server-error'), words)).toBe(
      '1 × here again, then next endpoint; as the only endpoint: here again up to the setting, then nothing more is tried',
    );
    expect(describeAction(builtIn('rate-limited'), words)).toBe(
      'next endpoint; as the only endpoint: here again while the answer asks for at most 2 s, then nothing more is tried',
    );
    expect(describeAction(builtIn('client-fault'), words)).toBe('the client gets this answer');
  });

  it.each<[NewRuleRaw['rest'], string]>([
    [{ kind: 'none' }, 'no rest'],
    [{ kind: 'for', ms: 60_000 }, 'rests 60 s'],
    [{ kind: 'for', scope: 'model', ms: 60_000 }, 'this model rests 60 s'],
    [{ kind: 'between', fromMs: 10_000, toMs: 60_000 }, 'rests 10 s to 60 s'],
    [{ kind: 'backoff' }, 'rests 30 s, doubling'],
    [{ kind: 'limit' }, 'rests as long as the rest limit'],
    [{ kind: 'until-reset', unnamedMs: 5_000 }, 'rests until the named reset, else 5 s, doubling'],
    [{ kind: 'until-edited', isLimited: false }, 'rests until edited'],
  ])('says how long the endpoint rests: %j', (rest, text) => {
    expect(describeRest(rule({ rest: rest ?? { kind: 'none' } }), words)).toBe(text);
  });

  it('adds that a sole endpoint rests too', () => {
    expect(describeRest(builtIn('forbidden'), words)).toBe('rests as long as the rest limit, also as the only endpoint');
  });

  it('says what a tried-out failure leads to', () => {
    const rest = { scope: 'endpoint', fromMs: 10_000, toMs: 60_000, probeEveryMs: null } as const;
    expect(describeCourse({ retryWaitsMs: [1_000, 2_000], verdict: 'stop', rest: null }, words)).toBe(
      'here again after 1 s, 2 s, then nothing more is tried, no rest',
    );
    expect(describeCourse({ retryWaitsMs: [], verdict: 'try-next', rest }, words)).toBe('next endpoint, rests 10 s to 60 s');
    expect(describeCourse({ retryWaitsMs: [], verdict: 'try-next', rest: { ...rest, fromMs: 60_000, probeEveryMs: 30_000 } }, words)).toBe(
      'next endpoint, rests 60 s, probed every 30 s',
    );
    expect(describeCourse({ retryWaitsMs: [], verdict: 'deliver', rest: { ...rest, fromMs: null, toMs: null } }, words)).toContain(
      'rests until edited',
    );
  });
});
