/**
 * The app in a real Electron, driven by Playwright: only where a runtime and a display exist. Where they do not, each test
 * is skipped with the reason, and desktop-bundle.test.ts has covered what can be covered without.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright-core';
import { expect, it, onTestFinished, type TestContext } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../support/temp-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runtimeSchema = z.union([z.object({ kind: z.literal('found'), path: z.string() }), z.object({ kind: z.literal('missing'), why: z.string() })]);
const finderSchema = z.object({ findElectron: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === 'function') });

async function findRuntime() {
  const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const { findElectron } = finderSchema.parse(await import(new URL('../../scripts/electron-runtime.mjs', import.meta.url).href));
  // Tests never download: the workflow fetches the runtime in a step of its own.
  return runtimeSchema.parse(await findElectron({ display, download: false, isRoot: false }));
}
const runtime = await findRuntime();
if (runtime.kind === 'missing') process.stderr.write(`The tests in a real Electron are skipped: ${runtime.why}.\n`);

async function launch(context: TestContext, args: readonly string[] = []): Promise<{ app: ElectronApplication; claudeSettings: string }> {
  if (runtime.kind === 'missing') return context.skip(`no Electron runtime: ${runtime.why}`);
  const home = await tempFolder();
  const claude = join(home, 'claude');
  await mkdir(claude);
  await writeFile(join(claude, 'settings.json'), '{}\n');
  const app = await _electron.launch({
    executablePath: runtime.path,
    // As root, and on CI images that restrict user namespaces, Chromium's own sandbox cannot be set up.
    args: [...(process.platform === 'linux' ? ['--no-sandbox'] : []), root, '--port', '0', ...args],
    env: { ...process.env, CODE_PROXY_HOME: join(home, 'data'), CLAUDE_CONFIG_DIR: claude },
  });
  onTestFinished(() => app.close().catch(() => undefined)); // A test may have quit it already.
  return { app, claudeSettings: join(claude, 'settings.json') };
}

it('shows the dashboard in a sandboxed window of its own origin', async (context) => {
  const { app } = await launch(context, ['--demo']);
  const page = await app.firstWindow();
  await page.getByText('Demo healthy').first().waitFor();
  expect(page.url()).toMatch(/^app:\/\/ui\//);
  expect(await page.evaluate(() => ['require', 'process', 'electron'].filter((name) => name in globalThis))).toEqual([]);
  await page.evaluate("window.open('http://example.org')");
  expect(app.windows()).toHaveLength(1);
});

it('hides its window instead of closing it', async (context) => {
  const { app } = await launch(context);
  await app.firstWindow();
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(isVisible).toBe(false);
});

it('puts the settings of Claude Code back when it quits', async (context) => {
  const { app, claudeSettings } = await launch(context);
  await app.firstWindow();
  await expect.poll(() => readFile(claudeSettings, 'utf8')).toContain('ANTHROPIC_BASE_URL');
  const closed = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => electron.quit());
  await closed;
  expect(await readFile(claudeSettings, 'utf8')).toBe('{}\n');
});
