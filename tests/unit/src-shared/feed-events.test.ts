import { expect, it } from 'vitest';
import { feedEventSchema } from '../../../src-shared/feed-events.ts';
import { DEFAULT_SETTINGS } from '../../../src-shared/schemas/settings.ts';
import { sampleAttempt, sampleEndpoint, sampleExchange } from '../../support/admin-services.ts';

it.each([
  { type: 'reset' },
  { type: 'exchange-started', exchange: sampleExchange() },
  { type: 'attempt-changed', exchangeId: 'e', attempt: sampleAttempt() },
  { type: 'exchange-progress', exchangeId: 'e', responseBytes: 10, outputTokens: 2 },
  { type: 'exchange-finished', exchange: sampleExchange({ outcome: 'delivered', status: 200 }) },
  { type: 'endpoints-changed', endpoints: [sampleEndpoint()] },
  { type: 'proxy-changed', proxy: { kind: 'failed', url: null, error: 'taken' } },
  { type: 'settings-changed', settings: DEFAULT_SETTINGS },
  { type: 'tokens-changed' },
  { type: 'rules-changed' },
  { type: 'mcp-changed' },
  { type: 'skills-changed' },
  { type: 'skill-job', job: { id: 'job-1', phase: 'downloading', doneBytes: 10, totalBytes: null } },
  { type: 'notice', level: 'warning', code: 'endpoint-resting', values: { endpoint: 'a' } },
])('survives JSON unchanged: $type', (event) => {
  expect(feedEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

it('never carries a credential, even if one is put into an endpoint by mistake', () => {
  const leaky = { type: 'endpoints-changed', endpoints: [{ ...sampleEndpoint(), credential: 'sk-ant-1', sealedCredential: 'v1.x' }] };
  expect(JSON.stringify(feedEventSchema.parse(leaky))).not.toMatch(/sk-ant-1|v1\.x/);
});

it.each([{ type: 'unknown' }, { type: 'exchange-started' }, { type: 'notice', level: 'loud', code: 'x', values: {} }])('rejects %j', (event) => {
  expect(feedEventSchema.safeParse(event).success).toBe(false);
});
