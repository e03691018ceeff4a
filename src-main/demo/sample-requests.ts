/** Which requests the demo's imaginary users send: several sessions, models, lengths and clients, as real ones would. */
import { PROMPTS, sampleText } from './sample-text.ts';
import { between, pick, type Random } from './seeded-random.ts';

export interface SampleRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The client leaves this long after sending, ms; null: it waits for the end. */
  readonly leavesAfterMs: number | null;
}

/** `short` answers end within a second or two at a healthy endpoint, `long` ones can be watched for half a minute. */
export type SampleLength = 'short' | 'normal' | 'long';

const MODELS: readonly [string, ...string[]] = [
  'claude-opus-5-5',
  'claude-opus-5-5',
  'claude-sonnet-4-6',
  'claude-sonnet-4-6',
  'claude-haiku-4-5-20251001',
];
const MAX_TOKENS: Readonly<Record<SampleLength, number>> = { short: 60, normal: 300, long: 1_600 };
const SESSIONS = 5;

const CLIENTS: readonly [string, ...string[]] = [
  'claude-cli/2.1.329 (external, cli)',
  'claude-cli/2.1.329 (external, sdk-cli)',
  'Anthropic/JS 1.11.0',
];

/** One request of the length; about one in twelve is of another kind: it counts tokens, is at fault itself, or its client leaves. */
export function sampleRequest(random: Random, length: SampleLength): SampleRequest {
  const session = between(random, 1, SESSIONS);
  const client = CLIENTS[session % CLIENTS.length] ?? CLIENTS[0];
  const sessionId = `0000000${session}-demo-4000-8000-00000000000${session}`;
  const headers = {
    'content-type': 'application/json',
    'anthropic-version': '2023-06-01',
    'user-agent': client,
    'x-claude-code-session-id': sessionId,
  };
  const chance = random();
  const isStream = chance >= 0.16;
  const isFaulty = length !== 'long' && chance < 0.02;
  const body = {
    model: pick(random, MODELS),
    max_tokens: isFaulty ? 0 : MAX_TOKENS[length],
    system: [{ type: 'text', text: 'You are a programming assistant.' }],
    messages: conversation(random),
    metadata: { user_id: JSON.stringify({ device_id: 'demo', account_uuid: '', session_id: sessionId }) },
    stream: isStream,
  };
  if (chance > 0.97)
    return {
      path: '/v1/messages/count_tokens?beta=true',
      headers,
      body: JSON.stringify({ model: body.model, messages: body.messages }),
      leavesAfterMs: null,
    };
  const leavesAfterMs = length === 'long' && chance > 0.9 ? between(random, 3_000, 8_000) : null;
  return { path: '/v1/messages?beta=true', headers, body: JSON.stringify(body), leavesAfterMs };
}

/** A few turns, so that request sizes differ. */
function conversation(random: Random): readonly object[] {
  const turns = between(random, 0, 6);
  const earlier = Array.from({ length: turns }, () => [
    { role: 'user', content: pick(random, PROMPTS) },
    { role: 'assistant', content: [{ type: 'text', text: sampleText(random, between(random, 40, 400)) }] },
  ]).flat();
  return [...earlier, { role: 'user', content: [{ type: 'text', text: pick(random, PROMPTS) }] }];
}
