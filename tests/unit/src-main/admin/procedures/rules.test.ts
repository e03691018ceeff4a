import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

function setUp() {
  const { rules } = fakeAdminServices();
  const spied = { ...rules, add: vi.fn(rules.add), move: vi.fn(rules.move), importFile: vi.fn(rules.importFile), test: vi.fn(rules.test) };
  return { rules: spied, caller: createAdminRouter(fakeAdminServices({ rules: spied })).createCaller({}).rules };
}

describe('rule procedures', () => {
  it('hand on a checked rule with its place', async () => {
    const { caller, rules } = setUp();
    await caller.add({ rule: { title: ' Slow ', match: { statuses: [429], phrases: ['SLOW'] } }, position: 2, isEnabled: false });
    expect(rules.add).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Slow', match: { exchangeKinds: ['messages'], statuses: [[429, 429]], phrases: ['slow'] } }),
      { position: 2, isEnabled: false },
    );
  });

  it.each([
    ['a rule without a condition', { rule: { title: 'A', match: {} } }],
    ['a rest that is too short', { rule: { title: 'A', match: { statuses: [429] }, rest: { kind: 'for' as const, ms: 1 } } }],
    ['position 0', { rule: { title: 'A', match: { statuses: [429] } }, position: 0 }],
  ])('refuse %s before any service sees it', async (_what, input) => {
    const { caller, rules } = setUp();
    await expect(caller.add(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(rules.add).not.toHaveBeenCalled();
  });

  it('import for real unless a dry run is asked for', async () => {
    const { caller, rules } = setUp();
    await caller.import({ yaml: 'version: 1\n' });
    await caller.import({ yaml: 'version: 1\n', isDryRun: true });
    expect(rules.importFile.mock.calls).toEqual([
      ['version: 1\n', { isDryRun: false }],
      ['version: 1\n', { isDryRun: true }],
    ]);
  });

  it('test a failure with its headers in lower case, about messages unless it says otherwise', async () => {
    const { caller, rules } = setUp();
    await caller.test({ answer: { kind: 'status', status: 429, headers: { 'Retry-After': '5' } } });
    expect(rules.test).toHaveBeenCalledWith({
      exchangeKind: 'messages',
      answer: { kind: 'status', status: 429, headers: { 'retry-after': '5' }, body: '' },
    });
  });

  it('list, edit, switch, remove, reset and export', async () => {
    const { caller } = setUp();
    expect(await caller.list()).toMatchObject([{ rule: { id: 'slow-down' }, origin: 'user' }]);
    expect(await caller.edit({ id: 'a', rule: { title: 'New', match: { statuses: [429] } } })).toMatchObject({ rule: { id: 'a', title: 'New' } });
    expect(await caller.setEnabled({ id: 'a', isEnabled: false })).toMatchObject({ isEnabled: false });
    expect(await caller.move({ id: 'a', position: 1 })).toHaveLength(1);
    expect(await caller.remove({ id: 'a' })).toBeUndefined();
    expect(await caller.reset()).toEqual([]);
    expect(await caller.export()).toEqual({ yaml: 'version: 1\n' });
  });
});
