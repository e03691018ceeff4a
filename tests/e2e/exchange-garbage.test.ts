/**
 * What an exchange leaves behind. Whatever outlives it by accident becomes old, and only a look at everything takes it away again: that
 * was a third of the cost of an exchange once (decision 0195).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { BuiltProxy } from '../support/built-proxy.ts';
import { MockAnthropic } from '../support/mock-anthropic.ts';
import { tempFolder } from '../support/temp-folder.ts';

const WATCH = fileURLToPath(new URL('../fixtures/watch-old-memory.mjs', import.meta.url));
const AT_ONCE = 16;
/** Before that, code is compiled and pools fill. */
const WARM_UP = 1_000;
const MEASURED = 1_500;
/** Answers long enough to see many collections of young objects while they run. */
const LONG = { count: 192, atOnce: 96, deltas: 1_500 };
/** All that an exchange makes is about 60 KB. What lasts longer than it by intent (a record that waits for the next batch) is 1 KB. */
const MAX_LEFT_BYTES = 3_000;
const BODY = JSON.stringify({ model: 'claude-opus-4-1', max_tokens: 10, stream: true, messages: [{ role: 'user', content: 'x'.repeat(5_000) }] });

const momentsSchema = z.array(z.object({ atMs: z.number(), oldBytes: z.number(), isWhole: z.boolean() }));

async function send(count: number, url: string, token: string, atOnce = AT_ONCE): Promise<void> {
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await fetch(`${url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': token }, body: BODY });
      expect(await answer.text()).toContain('message_stop');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}

/** Growth of the old generation between collections of everything, bytes. */
function growth(moments: z.infer<typeof momentsSchema>): number {
  let sum = 0;
  for (const [index, { oldBytes, isWhole }] of moments.entries()) {
    const before = moments[index - 1];
    if (before !== undefined && !isWhole && !before.isWhole) sum += oldBytes - before.oldBytes;
  }
  return sum;
}

it('leaves next to nothing of an exchange to the collection of everything, also after long answers', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'old-memory.json');
  const endpoint = new MockAnthropic();
  await endpoint.start();
  const proxy = new BuiltProxy(folder, { environment: { NODE_OPTIONS: `--import=${pathToFileURL(WATCH).href}`, OLD_MEMORY_FILE: file } });
  let measuredFromMs = 0;
  try {
    await proxy.start();
    await proxy.verb('endpoint', 'add', '--name', 'only', '--url', endpoint.url, '--token', 'sk-test-0123456789');
    const { token } = await proxy.json(z.object({ token: z.string() }), 'token', 'show');
    endpoint.play({ mode: 'big', deltas: LONG.deltas });
    await send(LONG.count, proxy.url, token, LONG.atOnce);
    endpoint.play({ mode: 'ok' });
    await send(WARM_UP, proxy.url, token);
    measuredFromMs = Date.now();
    await send(MEASURED, proxy.url, token);
  } finally {
    await proxy.stop();
    await endpoint.stop();
  }
  const moments = momentsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const measured = moments.filter(({ atMs }) => atMs >= measuredFromMs);
  expect(measured.length).toBeGreaterThan(5);
  expect(growth(measured) / MEASURED).toBeLessThan(MAX_LEFT_BYTES);
});
