import { describe, expect, it } from 'vitest';
import { type SessionView, sessionViewSchema } from '../../../../src-shared/schemas/session.ts';

const session: SessionView = {
  session: '0f0e1d2c',
  family: 'opus',
  endpointId: 'e1',
  endpoint: 'First',
  why: null,
  sinceMs: 1,
  lastUsedAtMs: 2,
  endsAtMs: 3,
};

describe('sessionViewSchema', () => {
  it('takes a session with and without a reason, and drops what is not for showing', () => {
    expect(sessionViewSchema.parse({ ...session, sessionId: 'the whole id' })).toEqual(session);
    expect(sessionViewSchema.parse({ ...session, why: 'First answered 529' }).why).toBe('First answered 529');
  });

  it.each([{ family: 'gpt' }, { endsAtMs: null }, { endpoint: undefined }])('refuses %j', (change) => {
    expect(sessionViewSchema.safeParse({ ...session, ...change }).success).toBe(false);
  });
});
