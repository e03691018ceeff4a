import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeProject } from '../../support/project-fixture.ts';

const EXECUTABLE =
  process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : process.platform === 'win32' ? 'electron.exe' : 'electron';
const runtimeSchema = z.union([z.object({ kind: z.literal('found'), path: z.string() }), z.object({ kind: z.literal('missing'), why: z.string() })]);
const moduleSchema = z.object({ findElectron: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === 'function') });

async function find(root: string, options: object = {}) {
  const loaded: unknown = await import(new URL('../../../scripts/electron-runtime.mjs', import.meta.url).href);
  return runtimeSchema.parse(await moduleSchema.parse(loaded).findElectron({ display: true, isRoot: false, root, environment: {}, ...options }));
}

/** A checkout whose electron package has this installer. Each run of it adds a line to runs.txt. */
function checkout(installer: string): string {
  const counted = `require('node:fs').appendFileSync('runs.txt', 'run\\n');\n${installer}`;
  return makeProject({ 'node_modules/electron/package.json': '{"version":"45.4.1"}', 'node_modules/electron/install.js': counted });
}
const runsOf = (root: string) => (existsSync(join(root, 'runs.txt')) ? readFileSync(join(root, 'runs.txt'), 'utf8').split('\n').length - 1 : 0);

const DELIVERS = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  const { dirname, join } = require('node:path');
  const path = join(__dirname, 'dist', ${JSON.stringify(EXECUTABLE)});
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  writeFileSync(join(__dirname, 'dist', 'version'), 'v45.4.1');`;
const FAILS = "console.error('host not found\\nstack'); process.exit(1);";
const HANGS = 'setInterval(() => undefined, 1_000);';

it('does not look for a runtime without a display', async () => {
  const root = checkout(DELIVERS);
  expect(await find(root, { display: false })).toEqual({ kind: 'missing', why: 'there is no display' });
  expect(runsOf(root)).toBe(0);
});

it('does not fetch a runtime that would refuse to run as root', async () => {
  const root = checkout(DELIVERS);
  expect(await find(root, { isRoot: true })).toEqual({ kind: 'missing', why: 'Electron does not run as root' });
  expect(runsOf(root)).toBe(0);
});

it('downloads the runtime once and finds it from then on', async () => {
  const root = checkout(DELIVERS);
  const path = join(root, 'node_modules', 'electron', 'dist', EXECUTABLE);
  expect(await find(root)).toEqual({ kind: 'found', path });
  expect(await find(root)).toEqual({ kind: 'found', path });
  expect(runsOf(root)).toBe(1);
});

it('does not take a runtime of another version', async () => {
  const root = checkout(DELIVERS);
  await find(root);
  writeFileSync(join(root, 'node_modules', 'electron', 'dist', 'version'), 'v44.0.0');
  expect(await find(root)).toMatchObject({ kind: 'found' });
  expect(runsOf(root)).toBe(2);
});

it('says why a download failed, remembers it for a day, and tries again after that or when asked', async () => {
  const root = checkout(FAILS);
  const nowMs = Date.UTC(2026, 10, 20);
  expect(await find(root, { nowMs })).toEqual({ kind: 'missing', why: 'the Electron runtime could not be downloaded (host not found)' });
  expect(await find(root, { nowMs: nowMs + 23 * 3_600_000 })).toMatchObject({ why: expect.stringContaining('remembered for a day') });
  expect(runsOf(root)).toBe(1);
  await find(root, { nowMs: nowMs + 25 * 3_600_000 });
  await find(root, { nowMs: nowMs + 25 * 3_600_000, retry: true });
  expect(runsOf(root)).toBe(3);
});

it('gives up on a download that never begins', async () => {
  const root = checkout(HANGS);
  expect(await find(root, { firstByteLimitMs: 100 })).toEqual({
    kind: 'missing',
    why: 'the Electron runtime could not be downloaded: its host does not answer',
  });
});

it('waits for a download that has begun, although it is slow', async () => {
  const root = checkout(`setTimeout(() => {${DELIVERS}}, 900);`);
  // There from the beginning: how long the installer takes for its first bytes is up to the machine.
  mkdirSync(join(root, 'node_modules', 'electron', 'dist'));
  writeFileSync(join(root, 'node_modules', 'electron', 'dist', 'part'), 'bytes');
  expect(await find(root, { firstByteLimitMs: 100 })).toMatchObject({ kind: 'found' });
});

it('takes the runtime that ELECTRON_OVERRIDE_DIST_PATH names, and says when there is none', async () => {
  const dist = makeProject({ [EXECUTABLE]: '' });
  expect(await find(checkout(FAILS), { environment: { ELECTRON_OVERRIDE_DIST_PATH: dist } })).toEqual({
    kind: 'found',
    path: join(dist, EXECUTABLE),
  });
  const empty = makeProject({});
  expect(await find(checkout(DELIVERS), { environment: { ELECTRON_OVERRIDE_DIST_PATH: empty } })).toMatchObject({
    why: expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH'),
  });
});

it('only looks when it may not download', async () => {
  const root = checkout(DELIVERS);
  expect(await find(root, { download: false })).toMatchObject({ kind: 'missing' });
  expect(runsOf(root)).toBe(0);
});
