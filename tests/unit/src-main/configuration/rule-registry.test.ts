import { describe, expect, it } from 'vitest';
import type { RuleStore, StoredRules } from '../../../../src-main/configuration/ports.ts';
import { changesBetween, ruleIdFrom } from '../../../../src-main/configuration/rule-changes.ts';
import { RuleRegistry } from '../../../../src-main/configuration/rule-registry.ts';
import { readStoredRule, storedRule } from '../../../../src-main/configuration/stored-rule.ts';
import { DEFAULT_RULES, FIXED_RULE_IDS } from '../../../../src-main/failover/default-rules.ts';
import { type NewRuleRaw, userRuleSchema } from '../../../../src-shared/schemas/failover-rule.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';

class MemoryRuleStore implements RuleStore {
  stored: StoredRules;
  writes = 0;
  failure: Error | null = null;

  constructor(stored: StoredRules = { rules: [], off: [] }) {
    this.stored = stored;
  }

  async load(): Promise<StoredRules> {
    return this.stored;
  }

  async write(rules: StoredRules): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.writes += 1;
    this.stored = rules;
  }
}

async function open(store = new MemoryRuleStore()) {
  const logger = new CaptureLogger();
  const registry = new RuleRegistry({
    store,
    logger,
    builtIn: DEFAULT_RULES,
    fixedIds: FIXED_RULE_IDS,
    explain: (_input, rules) => ({
      rule: rules[0] ?? null,
      observed: 'answered 400',
      errorType: null,
      namedWaitMs: null,
      alone: { retryWaitsMs: [], verdict: 'stop', rest: null },
      inCompany: { retryWaitsMs: [], verdict: 'try-next', rest: null },
    }),
  });
  await registry.start();
  const heard: number[] = [];
  registry.onChange(() => heard.push(registry.active().length));
  return { registry, store, logger, heard };
}

const slow: NewRuleRaw = { title: 'Slow down', match: { statuses: [400], phrases: ['slow down'] }, rest: { kind: 'for', ms: 60_000 } };
const ownIds = (registry: RuleRegistry) => registry.list().flatMap(({ rule, origin }) => (origin === 'user' ? [rule.id] : []));

describe('the failover rules', () => {
  it('are the built-in ones to begin with', async () => {
    const { registry } = await open();
    expect(registry.active()).toEqual(DEFAULT_RULES);
    expect(
      registry
        .list()
        .filter(({ isFixed }) => isFixed)
        .map(({ rule }) => rule.id),
    ).toEqual([...FIXED_RULE_IDS]);
  });

  it('try a new rule before all others, after it is stored', async () => {
    const { registry, store, heard } = await open();
    const added = await registry.add(slow);
    expect(added).toMatchObject({ origin: 'user', isEnabled: true, rule: { id: 'slow-down', title: 'Slow down' } });
    expect(registry.active()[0]?.id).toBe('slow-down');
    expect(store.stored.rules).toMatchObject([{ id: 'slow-down', isEnabled: true, format: 1 }]);
    expect(heard).toEqual([DEFAULT_RULES.length + 1]);
  });

  it('are the same array until something changes', async () => {
    const { registry } = await open();
    const before = registry.active();
    expect(registry.active()).toBe(before);
    await registry.setEnabled('timeout', false);
    expect(registry.active()).not.toBe(before);
  });

  it('stay as they were when a change cannot be stored', async () => {
    const { registry, store, heard } = await open();
    store.failure = new Error('the disk is full');
    await expect(registry.add(slow)).rejects.toThrow('the disk is full');
    expect(registry.active()).toEqual(DEFAULT_RULES);
    expect(heard).toEqual([]);
  });

  it('keep the order that the user gives them', async () => {
    const { registry } = await open();
    for (const id of ['c', 'b', 'a']) await registry.add({ ...slow, id });
    expect(ownIds(registry)).toEqual(['a', 'b', 'c']);
    await registry.move('a', 99);
    expect(ownIds(registry)).toEqual(['b', 'c', 'a']);
    await registry.move('a', 2);
    expect(ownIds(registry)).toEqual(['b', 'a', 'c']);
    await registry.add({ ...slow, id: 'd' }, { position: 4, isEnabled: false });
    expect(ownIds(registry)).toEqual(['b', 'a', 'c', 'd']);
    expect(registry.active().map(({ id }) => id)).not.toContain('d');
  });

  it('change by a whole new rule under the same id', async () => {
    const { registry } = await open();
    await registry.add(slow);
    await registry.edit('slow-down', { ...slow, title: 'Slower', id: 'other' });
    expect(registry.active()[0]).toMatchObject({ id: 'slow-down', title: 'Slower' });
  });

  it('can be switched off, built-in ones too, and on again', async () => {
    const { registry, store } = await open();
    await registry.setEnabled('capacity-400', false);
    expect(registry.active().map(({ id }) => id)).not.toContain('capacity-400');
    expect(store.stored.off).toEqual(['capacity-400']);
    await registry.setEnabled('capacity-400', true);
    expect(registry.active()).toEqual(DEFAULT_RULES);
  });

  it('are forgotten by a reset', async () => {
    const { registry, store } = await open();
    await registry.add(slow);
    await registry.setEnabled('timeout', false);
    await registry.reset();
    expect(registry.active()).toEqual(DEFAULT_RULES);
    expect(store.stored).toEqual({ rules: [], off: [] });
  });

  it.each<[string, (registry: RuleRegistry) => Promise<unknown>, string]>([
    ['editing a built-in rule', (registry) => registry.edit('timeout', slow), 'RULE_NOT_FOUND'],
    ['removing a built-in rule', (registry) => registry.remove('timeout'), 'RULE_NOT_FOUND'],
    ['moving a rule that is not there', (registry) => registry.move('nothing', 1), 'RULE_NOT_FOUND'],
    ['switching a rule that is not there', (registry) => registry.setEnabled('nothing', true), 'RULE_NOT_FOUND'],
    ['switching off what only names an outcome', (registry) => registry.setEnabled('success', false), 'CONFIG_INVALID'],
    ['an id that a built-in rule has', (registry) => registry.add({ ...slow, id: 'timeout' }), 'RULE_ID_TAKEN'],
    ['a rule without a condition', (registry) => registry.add({ title: 'All', match: {} }), 'CONFIG_INVALID'],
  ])('refuse %s', async (_what, act, code) => {
    const { registry, store } = await open();
    await expect(act(registry)).rejects.toMatchObject({ code });
    expect(store.writes).toBe(0);
  });

  it('leave out and name rules that were spoilt by hand, and keep their rows', async () => {
    const good = storedRule({ rule: userRuleSchema.parse({ ...slow, id: 'good' }), isEnabled: true });
    const broken = [
      { ...good, id: 'no-json', rule: '{' },
      { ...good, id: 'no-rule', rule: '7' },
      { ...good, id: 'wrong', rule: '{"title":"x","match":{"statuses":[400]},"rest":{"kind":"for","ms":-1}}' },
      { ...good, id: 'newer', format: 9 },
      { ...good, id: 'timeout' },
    ];
    const { registry, store, logger } = await open(new MemoryRuleStore({ rules: [...broken, good], off: ['timeout', 'success', 'unknown'] }));
    expect(ownIds(registry)).toEqual(['good']);
    expect(registry.active()).toHaveLength(DEFAULT_RULES.length);
    expect(registry.warnings()).toEqual([
      'The stored failover rule "no-json" is ignored: it is not valid JSON.',
      'The stored failover rule "no-rule" is ignored: it is not a rule.',
      'The stored failover rule "wrong" is ignored: rest.ms must be a whole number of milliseconds from 1000 to 691200000.',
      'The stored failover rule "newer" is ignored: its format 9 is unknown to this version.',
      'The stored failover rule "timeout" is ignored: its id is that of a built-in rule.',
    ]);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await expect(registry.add({ ...slow, id: 'wrong' })).rejects.toMatchObject({ code: 'RULE_ID_TAKEN' });
    await registry.remove('good');
    expect(store.stored.rules).toEqual(broken);
    await registry.reset();
    expect(registry.warnings()).toEqual([]);
  });

  it('say by whom the matching rule of a test is', async () => {
    const { registry } = await open();
    const input = { exchangeKind: 'messages', answer: { kind: 'status', status: 400, headers: {}, body: '' } } as const;
    expect(registry.test(input).rule).toEqual({ id: 'success', title: 'The endpoint answered', origin: 'built-in' });
    await registry.add(slow);
    expect(registry.test(input).rule).toMatchObject({ id: 'slow-down', origin: 'user' });
  });
});

describe('rules as a file', () => {
  it('change nothing when they come back as they went', async () => {
    const { registry, store } = await open();
    await registry.add(slow);
    await registry.add({ ...slow, id: 'b', retryHere: { alone: 'max', pace: 'backoff' } }, { isEnabled: false });
    await registry.setEnabled('timeout', false);
    const before = store.stored;
    const changes = await registry.importFile(await registry.exportFile(), { isDryRun: false });
    expect(changes).toEqual({ isDryRun: false, added: [], changed: [], removed: [], isReordered: false, switchedOn: [], switchedOff: [] });
    expect(store.stored).toEqual(before);
  });

  it('say in a dry run what they would change, and change nothing', async () => {
    const { registry, store } = await open();
    await registry.add(slow);
    const writes = store.writes;
    const yaml = 'version: 1\noff: [timeout]\nrules:\n  - { id: new, title: New, match: { statuses: [418] } }\n';
    expect(await registry.importFile(yaml, { isDryRun: true })).toMatchObject({
      isDryRun: true,
      added: [{ id: 'new', title: 'New' }],
      removed: [{ id: 'slow-down' }],
      switchedOff: [{ id: 'timeout' }],
    });
    expect(store.writes).toBe(writes);
    await registry.importFile(yaml, { isDryRun: false });
    expect(ownIds(registry)).toEqual(['new']);
    expect(registry.active().map(({ id }) => id)).not.toContain('timeout');
  });

  it.each([
    [
      'an id of a built-in rule',
      'version: 1\nrules:\n  - { id: timeout, title: T, match: { statuses: [418] } }\n',
      'line 3: rules[0].id is the id of a built-in rule',
    ],
    ['switching off what is not there', 'version: 1\noff:\n  - timeout\n  - nothing\n', 'line 4: off[1] must be the id of a built-in rule'],
    [
      'one faulty rule among good ones',
      'version: 1\nrules:\n  - { id: a, title: A, match: { statuses: [418] } }\n  - { id: b }\n',
      'line 4: rules[1].title',
    ],
  ])('are refused as a whole with %s', async (_what, yaml, message) => {
    const { registry, store } = await open();
    await expect(registry.importFile(yaml, { isDryRun: false })).rejects.toThrow(message);
    expect(store.writes).toBe(0);
    expect(registry.active()).toEqual(DEFAULT_RULES);
  });
});

describe('what a set of rules changes', () => {
  const held = (id: string, isEnabled = true) => ({ rule: userRuleSchema.parse({ ...slow, id }), isEnabled });

  it('tells another order from rules that came and went', () => {
    const off = new Set<string>();
    const before = { own: [held('a'), held('b'), held('c', false)], off };
    expect(changesBetween(before, { own: [held('b'), held('new'), held('c')], off }, [])).toMatchObject({
      added: [{ id: 'new' }],
      removed: [{ id: 'a' }],
      isReordered: false,
      switchedOn: [{ id: 'c' }],
    });
    expect(changesBetween(before, { own: [held('b'), held('a'), held('c', false)], off }, [])).toMatchObject({
      added: [],
      removed: [],
      isReordered: true,
    });
  });

  it('makes ids from titles', () => {
    expect(ruleIdFrom('Please slow down!', new Set())).toBe('please-slow-down');
    expect(ruleIdFrom('Please slow down!', new Set(['please-slow-down']))).toBe('please-slow-down-2');
    expect(ruleIdFrom('慢一点', new Set())).toBe('rule');
  });

  it('reads a stored rule back as it was', () => {
    expect(readStoredRule(storedRule(held('a', false)))).toEqual({ kind: 'read', held: held('a', false) });
  });
});
