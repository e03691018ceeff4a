/** A stop while an answer streams: what the client sees, what is recorded, and what is put back. */
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type CliHome, cli, cliHome, cliJson, type Serve, startServe } from '../../support/cli-process.ts';
import { HELLO } from '../../support/data-path-fixture.ts';
import { FakeEndpoint } from '../../support/fake-endpoint.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const SETTINGS = '{\r\n\t"theme": "dark", // keep\r\n\t"env": { "FOO": "1" }\r\n}\r\n';

interface Streaming {
  readonly home: CliHome;
  readonly serve: Serve;
  readonly stream: SteeredStream;
  /** Of an answer whose first text has arrived. */
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
}

/** `serve` from the sources, with an answer in the middle. */
async function streaming({ stopGraceMs, userAgent }: { readonly stopGraceMs: number; readonly userAgent: string }): Promise<Streaming> {
  const home = await cliHome();
  await writeFile(home.claudeSettings, SETTINGS);
  const stream = new SteeredStream();
  const endpoint = await FakeEndpoint.start([stream.step]);
  onTestFinished(() => endpoint.stop());
  await cli(home, ['endpoint', 'add', '--name', 'only', '--url', endpoint.url]);
  await cli(home, ['settings', 'set', 'proxy.stopGraceMs', String(stopGraceMs)]);
  const serve = await startServe(home);
  const { token } = z.object({ token: z.string() }).parse(await cliJson(home, ['token', 'show']));
  const asked = fetch(`${serve.ready.proxyUrl}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify(HELLO),
  });
  await stream.begin('beginning');
  const reader = (await asked).body?.getReader();
  if (reader === undefined) throw new Error('the answer has no body');
  return { home, serve, stream, reader };
}

/** Everything that still comes, and whether the connection broke. */
async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text, isCut: false };
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return { text, isCut: true };
  }
}

const recorded = async (home: CliHome) => z.object({ items: z.array(z.looseObject({})) }).parse(await cliJson(home, ['requests'])).items;

describe('a stop while an answer streams', { timeout: 240_000 }, () => {
  it('lets it end when it does in time, takes nothing new, and records it as delivered', async () => {
    const { home, serve, stream, reader } = await streaming({ stopGraceMs: 30_000, userAgent: 'claude-cli/2.1.0 (external, cli)' });
    const ended = serve.end('SIGTERM');
    // Claude Code's settings are put back before the listener stops, so this says that the stop is under way.
    await expect.poll(() => readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
    await expect
      .poll(() =>
        fetch(`${serve.ready.proxyUrl}/health`).then(
          () => 'answers',
          () => 'refused',
        ),
      )
      .toBe('refused');
    await stream.finish(3);
    const { text, isCut } = await rest(reader);
    expect([isCut, text.includes('event: message_stop')]).toEqual([false, true]);
    expect((await ended).code).toBe(0);
    expect(await recorded(home)).toMatchObject([{ outcome: 'delivered', status: 200 }]);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
  });

  it.each([
    ['cuts the connection of Claude Code, which then retries', 'claude-cli/2.1.0 (external, cli)', { isCut: true, hasError: false }],
    ['ends the stream of any other client with an error event', 'other/1', { isCut: false, hasError: true }],
  ])('after the limit %s; recorded as interrupted', async (_what, userAgent, seen) => {
    const { home, serve, reader } = await streaming({ stopGraceMs: 200, userAgent });
    const ended = serve.end('SIGTERM');
    const { text, isCut } = await rest(reader);
    expect({ isCut, hasError: text.includes('event: error') }).toEqual(seen);
    expect(text).not.toContain('message_stop');
    expect((await ended).code).toBe(0);
    expect(await recorded(home)).toMatchObject([{ outcome: 'interrupted', status: 200, endpoint: 'only' }]);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(SETTINGS);
  });
});
