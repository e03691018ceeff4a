/** The official SDK as a second client: other headers, other authentication, other error handling than Claude Code. */
import Anthropic from '@anthropic-ai/sdk';
import { expect, it } from 'vitest';
import { useDataPath } from '../../support/data-path-fixture.ts';
import { jsonMessage, refuse, streamText } from '../../support/fake-endpoint.ts';
import { LOCAL_TOKEN } from '../../support/start-proxy.ts';

const { fake, proxy: start } = useDataPath();
const QUESTION = { model: 'claude-sonnet-5', max_tokens: 16, messages: [{ role: 'user' as const, content: 'hi' }] };

it('streams and asks whole through the second endpoint, and sees errors as the API words them', async () => {
  const busy = await fake(refuse(529));
  const healthy = await fake(streamText('hello', { pieces: ['hel', 'lo'] }), jsonMessage('whole'), refuse(400, { message: 'too odd' }));
  const proxy = await start({ endpoints: [busy.url, { baseUrl: healthy.url, id: 'b', modelMap: { sonnet: 'glm-4.6' } }] });
  const client = new Anthropic({ baseURL: proxy.url, apiKey: LOCAL_TOKEN, maxRetries: 0 });

  const message = await client.messages.stream(QUESTION).finalMessage();
  expect(message.content).toMatchObject([{ type: 'text', text: 'hello' }]);
  expect(message.usage.output_tokens).toBe(7);

  const whole = await client.messages.create(QUESTION);
  expect(whole.content).toMatchObject([{ type: 'text', text: 'whole' }]);

  await expect(client.messages.create(QUESTION)).rejects.toMatchObject({ status: 400, message: expect.stringContaining('too odd') });

  expect([busy.seen.length, healthy.seen.length]).toEqual([1, 3]);
  expect(healthy.seen.map(({ body }) => JSON.parse(body.toString()).model)).toEqual(['glm-4.6', 'glm-4.6', 'glm-4.6']);
  expect(proxy.finished.map(({ exchange }) => exchange.outcome)).toEqual(['delivered', 'delivered', 'client_fault']);
});
