import { describe, expect, it } from 'vitest';
import type { ConnectionNeed } from '../../../../src-main/cli/connect.ts';
import { answerWith } from '../../../../src-main/cli/session.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { testSession } from '../../../support/cli-run.ts';

describe('answerWith', () => {
  it('prints the text, or the same as JSON, and ends with the exit code of the answer', async () => {
    const { session, printed } = testSession({ services: fakeAdminServices() });
    await answerWith(session, {}, async () => ({ json: { a: 1 }, text: 'one', exitCode: 1 }));
    expect(printed.out).toBe('one\n');
    expect(session.exitCode).toBe(1);
    await answerWith(session, { json: true }, async () => ({ json: { a: 1 }, text: 'one' }));
    expect(printed.out).toBe('one\n{\n  "a": 1\n}\n');
    expect(session.exitCode).toBe(0);
  });

  it('closes the connection also after a failure', async () => {
    const { session, printed } = testSession({ services: fakeAdminServices() });
    const failing = answerWith(session, {}, async () => {
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(printed).toMatchObject({ opened: 1, closed: 1, out: '' });
  });

  it('says that it is done only when what was changed could be written', async () => {
    const { session, printed } = testSession({ services: fakeAdminServices() });
    const { connect } = session;
    const fullDisk = {
      ...session,
      connect: async (need: ConnectionNeed) => ({ ...(await connect(need)), close: () => Promise.reject(new Error('disk full')) }),
    };
    await expect(answerWith(fullDisk, {}, async () => ({ json: { done: true }, text: 'done' }))).rejects.toThrow('disk full');
    expect(printed.out).toBe('');
  });
});
