import { describe, expect, it } from 'vitest';
import { answerSchema, parseWith, recordSchema, storedEndpointSchema, storedTokenSchema } from '../../../../src-main/storage/worker-calls.ts';
import { sampleStoredEndpoint } from '../../../support/sample-endpoint.ts';
import { sampleAttempt, sampleStart } from '../../../support/sample-exchange.ts';

describe('the words between the storage threads', () => {
  it('take what the configuration stores, and nothing of another shape', () => {
    const endpoint = sampleStoredEndpoint({ modelMap: { opus: 'x' }, removedAtMs: 5 });
    expect(parseWith(storedEndpointSchema, endpoint)).toEqual(endpoint);
    expect(storedEndpointSchema.safeParse({ ...endpoint, protocol: 'gopher' }).success).toBe(false);
    expect(storedTokenSchema.safeParse({ name: 'x', kind: 'other' }).success).toBe(false);
  });

  it('know three steps of an exchange and two kinds of answer', () => {
    expect(recordSchema.safeParse({ step: 'started', exchange: sampleStart() }).success).toBe(true);
    expect(recordSchema.safeParse({ step: 'attempted', exchangeId: 'x', attempt: sampleAttempt() }).success).toBe(true);
    expect(recordSchema.safeParse({ step: 'paused', exchange: sampleStart() }).success).toBe(false);
    expect(answerSchema.safeParse({ id: 1, isOk: false, error: { code: 'NO_SUCH_CODE', message: '' } }).success).toBe(false);
  });
});
