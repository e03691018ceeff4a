import { describe, expect, it } from 'vitest';
import { createLocalCaller } from '../../../src-main/local-caller.ts';
import { AppError } from '../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../support/admin-services.ts';

describe('createLocalCaller', () => {
  it('checks inputs and answers as over the socket', async () => {
    const caller = createLocalCaller(fakeAdminServices());
    expect((await caller.status.get()).instanceId).toBe('instance-a');
    await expect(caller.endpoints.move({ id: 'a', position: 0 })).rejects.toThrow('must be 1 or more');
  });

  it('keeps our own error as the cause', async () => {
    const base = fakeAdminServices();
    const revoke = () => Promise.reject(new AppError('TOKEN_NOT_FOUND', 'there is no such token'));
    const caller = createLocalCaller(fakeAdminServices({ tokens: { ...base.tokens, revoke } }));
    await expect(caller.tokens.revoke({ name: 'x' })).rejects.toMatchObject({ cause: { code: 'TOKEN_NOT_FOUND' } });
  });
});
