/** An audited exchange: refused by the first endpoint, answered by the second; with its bodies as `audit.text` gives them. */
import { type AuditBody, type AuditRecord, type AuditText, auditRecordSchema } from '../../src-shared/schemas/audit.ts';
import type { ExchangeDetail } from '../../src-shared/schemas/exchange.ts';
import { sampleAttempt, sampleExchange } from './admin-services.ts';
import { streamEvents } from './fake-endpoint.ts';

export const AUDITED_ID = '019a9f3c-1b2c-7000-8000-000000000001';
const START_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

export const REQUEST_BODY = JSON.stringify({
  model: 'claude-opus-4-1',
  max_tokens: 64,
  stream: true,
  system: [{ type: 'text', text: "Be kind. Don't guess.", cache_control: { type: 'ephemeral' } }],
  tools: [{ name: 'Bash', description: 'Runs a command', input_schema: { type: 'object' } }],
  messages: [
    { role: 'user', content: 'List the files, please.' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'README.md' }] },
  ],
});
export const SENT_BODY = REQUEST_BODY.replace('claude-opus-4-1', 'glm-5');
export const ERROR_BODY = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
export const STREAM_BODY = streamEvents('', { pieces: ['There is ', 'README.md.'] }).join('');

export function auditBody(text: string, contentType: string, changes: Partial<AuditBody> = {}): AuditBody {
  const bytes = Buffer.byteLength(text);
  return { bytes, kept: 'whole', textBytes: bytes, contentType, ...changes };
}

export function sampleAudit(changes: Partial<AuditRecord> = {}): AuditRecord {
  const request = (target: string, headers: [string, string][], text: string) => ({
    method: 'POST',
    target,
    headers: [['Content-Type', 'application/json'], ...headers],
    body: auditBody(text, 'application/json'),
  });
  const error = { status: 529, headers: [['content-type', 'application/json']], body: auditBody(ERROR_BODY, 'application/json') };
  const stream = {
    status: 200,
    headers: [
      ['content-type', 'text/event-stream'],
      ['set-cookie', '[redacted]'],
    ],
    body: auditBody(STREAM_BODY, 'text/event-stream'),
  };
  return auditRecordSchema.parse({
    exchangeId: AUDITED_ID,
    original: request(
      '/v1/messages?beta=true',
      [
        ['Authorization', '[redacted]'],
        ['User-Agent', 'claude-cli/2.1.329'],
        ['Host', '127.0.0.1:9000'],
      ],
      REQUEST_BODY,
    ),
    attempts: [
      {
        number: 1,
        forwarded: request('https://first.example/v1/messages?beta=true', [['authorization', '[redacted]']], REQUEST_BODY),
        upstream: error,
      },
      {
        number: 2,
        forwarded: request(
          'https://second.example/v1/messages?beta=true',
          [
            ['User-Agent', 'claude-cli/2.1.329'],
            ['x-api-key', '[redacted]'],
            ['x-code-proxy-via', 'instance-a'],
          ],
          SENT_BODY,
        ),
        upstream: stream,
      },
    ],
    delivered: { ...stream, headers: [['content-type', 'text/event-stream']] },
    ...changes,
  });
}

export function sampleAuditedExchange(changes: Partial<ExchangeDetail> = {}): ExchangeDetail {
  return {
    ...sampleExchange({ id: AUDITED_ID, startedAtMs: START_MS, firstByteAtMs: START_MS + 1_900, endedAtMs: START_MS + 4_000 }),
    outcome: 'delivered',
    status: 200,
    attemptCount: 2,
    endpoint: 'Second',
    sentModel: 'glm-5',
    requestBytes: REQUEST_BODY.length,
    responseBytes: STREAM_BODY.length,
    attempts: [
      sampleAttempt({
        startedAtMs: START_MS + 10,
        firstByteAtMs: START_MS + 300,
        endedAtMs: START_MS + 310,
        status: 529,
        verdict: 'try-next',
        ruleId: 'overloaded',
        reason: 'First is overloaded (529)',
        restMs: 60_000,
        sentModel: 'claude-opus-4-1',
      }),
      sampleAttempt({
        number: 2,
        endpointId: 'endpoint-2',
        endpoint: 'Second',
        startedAtMs: START_MS + 1_310,
        firstByteAtMs: START_MS + 1_890,
        endedAtMs: START_MS + 3_990,
        status: 200,
        verdict: 'deliver',
        sentModel: 'glm-5',
        upstreamRequestId: 'req_fake',
      }),
    ],
    ...changes,
  };
}

/** What was kept of each message, by part and attempt. */
const TEXTS: Readonly<Record<string, string>> = {
  'original ': REQUEST_BODY,
  'forwarded 1': REQUEST_BODY,
  'upstream 1': ERROR_BODY,
  'forwarded 2': SENT_BODY,
  'upstream 2': STREAM_BODY,
  'delivered ': STREAM_BODY,
};

/** Gives a body in parts of `limit` bytes, as the audit does. All texts here are ASCII. */
export function sampleAuditText(input: { part: string; attempt?: number | null; offset?: number; limit?: number }, texts = TEXTS): AuditText {
  const { part, attempt = null, offset = 0, limit = 256 * 1_024 } = input;
  const text = texts[`${part} ${attempt ?? ''}`] ?? '';
  const end = offset + limit;
  return { text: text.slice(offset, end), offset, nextOffset: end < text.length ? end : null, textBytes: text.length };
}
