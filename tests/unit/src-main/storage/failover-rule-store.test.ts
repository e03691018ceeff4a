import { expect, it } from 'vitest';
import { FailoverRuleStore } from '../../../../src-main/storage/failover-rule-store.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

const rule = (id: string) => ({ id, isEnabled: true, format: 1, rule: `{"title":"${id}"}` });

it('keeps rules in the order in which they were written, and which built-in ones are off', async () => {
  const store = new FailoverRuleStore(await useTestDatabase());
  expect(store.load()).toEqual({ rules: [], off: [] });
  store.write({ rules: [rule('b'), { ...rule('a'), isEnabled: false }], off: ['timeout', 'refused'] });
  expect(store.load()).toEqual({ rules: [rule('b'), { ...rule('a'), isEnabled: false }], off: ['refused', 'timeout'] });
});

it('replaces everything with each write', async () => {
  const store = new FailoverRuleStore(await useTestDatabase());
  store.write({ rules: [rule('a'), rule('b')], off: ['timeout'] });
  store.write({ rules: [rule('b')], off: [] });
  expect(store.load()).toEqual({ rules: [rule('b')], off: [] });
});

it('changes nothing when one of the rows cannot be written', async () => {
  const store = new FailoverRuleStore(await useTestDatabase());
  store.write({ rules: [rule('a')], off: [] });
  expect(() => store.write({ rules: [rule('b'), rule('b')], off: ['timeout'] })).toThrow(/UNIQUE/);
  expect(store.load()).toEqual({ rules: [rule('a')], off: [] });
});

it('gives back what was spoilt by hand, for others to judge', async () => {
  const database = await useTestDatabase();
  const store = new FailoverRuleStore(database);
  store.write({ rules: [rule('a')], off: [] });
  database.exec("UPDATE failover_rules SET rule = '{', format = 9");
  expect(store.load().rules).toEqual([{ id: 'a', isEnabled: true, format: 9, rule: '{' }]);
});
