import { expect, it } from 'vitest';
import { eventsOf, messageOf, scriptAnswer } from '../../../../src-main/demo/scripted-answer.ts';
import { seededRandom } from '../../../../src-main/demo/seeded-random.ts';

const script = (maxTokens: number, seed = 1) => scriptAnswer({ model: 'claude-opus-5-5', max_tokens: maxTokens }, seededRandom(seed));

it('gives the same answer for the same chance', () => {
  expect(script(300)).toEqual(script(300));
  expect(script(300)).not.toEqual(script(300, 2));
});

it('streams the same text and usage that it would answer as a whole', () => {
  const answer = script(300);
  const events = eventsOf(answer);
  expect(events[0]?.type).toBe('message_start');
  expect(events.at(-1)).toEqual({ type: 'message_stop', data: { type: 'message_stop' } });
  expect(events.at(-2)?.data).toMatchObject({ usage: { output_tokens: answer.usage.output_tokens } });
  const deltas = events.filter((event) => event.type === 'content_block_delta');
  expect(deltas.map((event) => event.data)).toEqual(
    answer.pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  );
  expect(answer.pieces.join('')).toBe(answer.text);
  expect(messageOf(answer)).toMatchObject({ content: [{ type: 'text', text: answer.text }], usage: answer.usage });
});

it('is longer the more tokens are allowed, and ends even when 128,000 are', () => {
  const words = (maxTokens: number) => script(maxTokens).text.split(' ').length;
  expect(words(60)).toBeLessThan(80);
  expect(words(1_600)).toBeGreaterThan(300);
  expect(words(128_000)).toBeLessThan(1_300);
});

it('splits cache writes into the two lifetimes without losing any', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const { usage } = script(100, seed);
    expect(usage.cache_creation.ephemeral_5m_input_tokens + usage.cache_creation.ephemeral_1h_input_tokens).toBe(usage.cache_creation_input_tokens);
  }
});
