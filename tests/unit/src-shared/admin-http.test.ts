import { describe, expect, it } from 'vitest';
import { hostErrorSchema, loginAnswerSchema, loginRequestSchema, SESSION_HEADER } from '../../../src-shared/admin-http.ts';

describe('the agreement between dashboard and host', () => {
  it('takes a code of sensible length only', () => {
    expect(loginRequestSchema.safeParse({ code: 'abc' }).success).toBe(true);
    for (const code of ['', 'x'.repeat(201), 1, null]) expect(loginRequestSchema.safeParse({ code }).success).toBe(false);
  });

  it('does not mistake a refusal for a login', () => {
    const refusal = { error: { code: 'UNAUTHORIZED', message: 'used' } };
    expect(hostErrorSchema.parse(refusal)).toEqual(refusal);
    expect(loginAnswerSchema.safeParse(refusal).success).toBe(false);
  });

  it('uses a header that makes a browser ask first before another origin may send it', () => {
    expect(['accept', 'accept-language', 'content-language', 'content-type', 'range']).not.toContain(SESSION_HEADER);
  });
});
