import Anthropic from '@anthropic-ai/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { type Behaviour, HEALTHY } from '../../../../src-main/demo/scripted-behaviour.ts';
import { ScriptedEndpoint } from '../../../../src-main/demo/scripted-endpoint.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

const CREDENTIAL = 'demo-key';

async function start(behaviour: Behaviour = HEALTHY, { tempo = 0, seed = 1 } = {}) {
  const endpoint = new ScriptedEndpoint({ behaviour, credential: CREDENTIAL, random: seededRandom(seed), tempo });
  const url = await endpoint.start();
  onTestFinished(() => endpoint.stop());
  const sdk = new Anthropic({ baseURL: url, authToken: CREDENTIAL, apiKey: null, maxRetries: 0 });
  return { endpoint, url, sdk };
}
const QUESTION = { model: 'claude-opus-5-5', max_tokens: 200, messages: [{ role: 'user' as const, content: 'hi' }] };
const post = (url: string, body: string, headers: Record<string, string> = { 'x-api-key': CREDENTIAL }) =>
  fetch(`${url}/v1/messages`, { method: 'POST', body, headers });

it('streams a message that the official client understands, with usage', async () => {
  const { sdk } = await start();
  const message = await sdk.messages.stream(QUESTION).finalMessage();
  expect(message).toMatchObject({ model: 'claude-opus-5-5', stop_reason: 'end_turn', content: [{ type: 'text' }] });
  expect(message.usage.output_tokens).toBeGreaterThan(10);
});

it('answers as a whole when no stream is asked for, counts tokens and lists models', async () => {
  const { sdk } = await start();
  expect(await sdk.messages.create(QUESTION)).toMatchObject({ type: 'message', stop_reason: 'end_turn' });
  expect((await sdk.messages.countTokens({ model: QUESTION.model, messages: QUESTION.messages })).input_tokens).toBeGreaterThan(0);
  expect((await sdk.models.list()).data.map((model) => model.id)).toContain('claude-opus-5-5');
});

it('gives the same answers in the same order for the same seed', async () => {
  const ask = async () => {
    const { sdk } = await start(HEALTHY, { seed: 9 });
    return [await sdk.messages.create(QUESTION), await sdk.messages.create(QUESTION)];
  };
  expect(await ask()).toEqual(await ask());
});

it.each<[string, () => Promise<Response>, number]>([
  ['another credential', async () => post((await start()).url, '{}', { 'x-api-key': 'wrong' }), 401],
  ['a body that is not JSON', async () => post((await start()).url, 'no'), 400],
  ['a body without a model', async () => post((await start()).url, '{}'), 400],
  ['max_tokens 0', async () => post((await start()).url, '{"model":"m","max_tokens":0}'), 400],
  ['an unknown path', async () => fetch(`${(await start()).url}/v1/else`, { headers: { 'x-api-key': CREDENTIAL } }), 404],
])('turns down %s with an error of the Anthropic shape', async (_, ask, status) => {
  const response = await ask();
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ type: 'error', error: { type: expect.any(String), message: expect.any(String) } });
});

it('shows all its faults as a client sees them', async () => {
  const { url } = await start({ ...HEALTHY, faultRatio: 1 });
  const seen = new Set<string>();
  for (let count = 0; count < 60; count += 1) {
    const result = await post(url, JSON.stringify({ ...QUESTION, stream: true })).then(
      async (response) =>
        response.status === 200
          ? response.text().then(
              () => 'whole',
              () => 'cut',
            )
          : `${response.status}`,
      () => 'drop',
    );
    seen.add(result);
  }
  expect(seen).toEqual(new Set(['529', '429', '503', 'drop', 'cut']));
});

it('stops at once although a slow answer is under way', async () => {
  const { endpoint, url } = await start({ ...HEALTHY, pieceMs: [60_000, 60_000] }, { tempo: 1 });
  const response = await post(url, JSON.stringify({ ...QUESTION, stream: true }));
  const broken = expect(response.text()).rejects.toThrow();
  await endpoint.stop();
  await broken;
});
