import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

function setUp() {
  const { endpoints } = fakeAdminServices();
  const spied = {
    ...endpoints,
    add: vi.fn(endpoints.add),
    edit: vi.fn(endpoints.edit),
    move: vi.fn(endpoints.move),
    remove: vi.fn(endpoints.remove),
    rest: vi.fn(endpoints.rest),
    test: vi.fn(endpoints.test),
  };
  return { endpoints: spied, caller: createAdminRouter(fakeAdminServices({ endpoints: spied })).createCaller({}).endpoints };
}

describe('endpoint procedures', () => {
  it('hand on a checked and tidied endpoint', async () => {
    const { caller, endpoints } = setUp();
    await caller.add({ name: ' A ', baseUrl: 'https://a.example/v1/', credential: ' key ' });
    expect(endpoints.add).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'A', baseUrl: 'https://a.example', credential: 'key', isEnabled: true }),
    );
  });

  it.each([
    ['a URL without a scheme', { name: 'A', baseUrl: 'a.example' }],
    ['a URL with a password', { name: 'A', baseUrl: 'https://me:secret@a.example' }],
    ['a credential with a line break', { name: 'A', baseUrl: 'https://a.example', credential: 'key\nHost: evil' }],
    ['an empty name', { name: ' ', baseUrl: 'https://a.example' }],
  ])('refuse %s before any service sees it', async (_name, input) => {
    const { caller, endpoints } = setUp();
    await expect(caller.add(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(endpoints.add).not.toHaveBeenCalled();
  });

  it('change only the fields that were given', async () => {
    const { caller, endpoints } = setUp();
    await caller.edit({ id: 'e', patch: { note: 'spare', credential: null } });
    expect(endpoints.edit).toHaveBeenCalledWith('e', { note: 'spare', credential: null });
  });

  it('move, clone, restore, remove and bring back', async () => {
    const { caller, endpoints } = setUp();
    expect(await caller.move({ id: 'e', position: 2 })).toMatchObject([{ id: 'e', position: 2 }]);
    await expect(caller.move({ id: 'e', position: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await caller.clone({ id: 'e' })).toMatchObject({ id: 'e-copy', isEnabled: false });
    expect(await caller.restore({ id: 'e' })).toMatchObject({ id: 'e' });
    await caller.remove({ id: 'e' });
    expect(endpoints.remove).toHaveBeenCalledWith('e');
    expect(await caller.undoRemove({ id: 'e' })).toMatchObject({ id: 'e' });
    expect(endpoints.move).toHaveBeenCalledTimes(1);
  });

  it('let an endpoint rest for a while or until restored', async () => {
    const { caller, endpoints } = setUp();
    expect(await caller.rest({ id: 'e', forMs: 600_000 })).toMatchObject({ id: 'e' });
    await caller.rest({ id: 'e', forMs: null });
    expect(endpoints.rest.mock.calls).toEqual([
      ['e', 600_000],
      ['e', null],
    ]);
    for (const forMs of [999, 1_500.5, 31 * 86_400_000]) {
      await expect(caller.rest({ id: 'e', forMs })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    expect(endpoints.rest).toHaveBeenCalledTimes(2);
  });

  it('find by name or id and list', async () => {
    const { caller } = setUp();
    expect((await caller.get({ idOrName: 'first' })).name).toBe('First');
    expect(await caller.list()).toHaveLength(1);
  });

  it('test a stored endpoint, or a draft with a borrowed credential', async () => {
    const { caller, endpoints } = setUp();
    expect(await caller.test({ target: { id: 'e' } })).toMatchObject({ isOk: true });
    expect(endpoints.test).toHaveBeenLastCalledWith({ id: 'e' }, null);
    await caller.test({ target: { draft: { name: 'D', baseUrl: 'http://localhost:1' }, credentialFrom: 'e' }, model: 'claude-haiku' });
    expect(endpoints.test).toHaveBeenLastCalledWith(expect.objectContaining({ credentialFrom: 'e' }), 'claude-haiku');
  });
});
