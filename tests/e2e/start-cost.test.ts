/** What a start loads: every request of a day pays for memory, and every start for time (decision 0193). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { BuiltProxy } from '../support/built-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MAIN = at('../../dist/main');

/** Names of the loaded parts that `marks` tell, by words that only their code has. */
async function loadedParts(run: (proxy: BuiltProxy) => Promise<unknown>, marks: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await tempFolder();
  const file = join(folder, 'loaded.json');
  const proxy = new BuiltProxy(folder, {
    environment: { NODE_OPTIONS: `--import=${pathToFileURL(at('../fixtures/list-loaded.mjs')).href}`, LOADED_FILE: file },
  });
  try {
    await proxy.start();
    await run(proxy);
  } finally {
    await proxy.stop();
  }
  const loaded = z.array(z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
  const chunks = loaded.filter((name) => name.startsWith(pathToFileURL(MAIN).href)).map((url) => fileURLToPath(url));
  const texts = await Promise.all(chunks.map((chunk) => readFile(chunk, 'utf8')));
  const builtIn = loaded.filter((name) => name.includes('internal/deps/undici')).map(() => 'fetch of Node');
  return [...builtIn, ...Object.keys(marks).filter((part) => texts.some((text) => text.includes(marks[part] ?? '')))];
}

const MARKS = { express: 'trust proxy fn', helmet: 'Origin-Agent-Cluster', proxy: 'not a forward proxy' };

it('starts without the code that answers the dashboard, and without the fetch that is built into Node', async () => {
  expect(await loadedParts(async () => undefined, MARKS)).toEqual(['proxy']);
});

it('loads what answers the dashboard with its first request', async () => {
  const ask = async (proxy: BuiltProxy) => {
    const { dashboardUrl } = await proxy.json(z.object({ dashboardUrl: z.string() }), 'status');
    expect((await fetch(`${dashboardUrl}/health`)).status).toBe(200);
  };
  // tRPC turns a call into one of its Requests.
  expect(await loadedParts(ask, MARKS)).toEqual(['fetch of Node', 'express', 'helmet', 'proxy']);
});

it('keeps what it compiled beside the built code, for the next run', async () => {
  await loadedParts(async () => undefined, {});
  expect((await readdir(join(MAIN, 'compile-cache'))).length).toBeGreaterThan(0);
});
