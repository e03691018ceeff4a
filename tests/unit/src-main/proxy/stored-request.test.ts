import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { readStoredRequest } from '../../../../src-main/proxy/stored-request.ts';
import { AUDITED_ID, REQUEST_BODY, sampleAudit, sampleAuditText } from '../../../support/sample-audit.ts';

describe('readStoredRequest', () => {
  it('makes the request again, byte for byte, however many parts its body is given in', async () => {
    const stored = {
      get: async () => ({ kind: 'kept', record: sampleAudit() }) as const,
      text: async (input: Parameters<typeof sampleAuditText>[0]) => sampleAuditText({ ...input, limit: 33 }),
    };
    const { request, kind, path } = await readStoredRequest(stored, AUDITED_ID, systemClock);
    expect([kind, path]).toEqual(['messages', '/v1/messages']);
    expect(request).toMatchObject({ requestedModel: 'claude-opus-4-1', isStream: true, sizeBytes: REQUEST_BODY.length });
    const sent = request.as('claude-opus-4-1');
    expect(sent.body.toString()).toBe(REQUEST_BODY);
    expect(sent.query).toBe('?beta=true');
    // The client's local token was taken out before it was stored, and what is left in its place is none.
    expect(sent.headers).toEqual(['Content-Type', 'application/json', 'User-Agent', 'claude-cli/2.1.329']);
  });
});
