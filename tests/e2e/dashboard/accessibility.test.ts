/**
 * Every page, light and dark, with data and without, in every language: no serious accessibility fault, nothing that does not
 * fit or is cut off, and nothing that moves while it loads.
 */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { FakeEndpoint, refuse, streamText } from '../../support/fake-endpoint.ts';
import { accessibilityFaults, cutTexts, layoutShift, misfits, resize, settle, stillness, watchShifts } from '../../support/page-inspection.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const browser = useDashboardBrowser();
const EMPTY_PAGES = [
  '/',
  '/endpoints',
  '/endpoints?new=1',
  '/requests',
  '/rules',
  '/rules?new=1',
  '/claude-code',
  '/mcp',
  '/skills',
  '/doctor',
  '/settings',
  '/nowhere',
];
const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1600, height: 1000 },
];
/** A window of 1280 x 800 at a zoom of 200 %. */
const ZOOMED = { width: 640, height: 400 };
/** What counts as good is 0.1; here nothing needs to move. */
const MAX_LAYOUT_SHIFT = 0.02;
/** Each looks at about ten pages, twice with axe. */
const LONG_LIMIT_MS = 600_000;
const LONG = 'a-model-with-a-very-long-name-that-some-gateway-made-up-2026-11-20-preview';

/** Two endpoints of which the first fails, one request that is over and one that is not, a local token, and long names. */
async function openWithData(): Promise<{ dashboard: Dashboard; pages: readonly string[] }> {
  // Rests for longer than the test takes: a message that fades while it is looked at has no contrast.
  const busy = await FakeEndpoint.start([refuse(402, { message: 'so many guests that the line goes around the corner, '.repeat(3) })]);
  const stream = new SteeredStream();
  const healthy = await FakeEndpoint.start([streamText('hello'), stream.step]);
  onTestFinished(async () => {
    await Promise.all([busy.stop(), healthy.stop()]);
  });
  const dashboard = await browser.open({
    endpoints: [
      { name: 'A gateway with quite a long name, in the cellar of the house', url: busy.url, token: 'sk-of-the-gateway-123456' },
      { name: 'Healthy', url: `${healthy.url}/a/rather/long/path/that/some/gateways/have/before/the/version` },
    ],
  });
  const { app } = dashboard;
  await app.verb('token', 'add', 'editor');
  await dashboard.ask({ model: LONG });
  void dashboard.ask({ model: 'claude-opus-4-5' }).catch(() => null); // Under way until the endpoint stops.
  await stream.begin('it goes on');
  const { items } = await app.json(z.object({ items: z.array(z.object({ id: z.string(), outcome: z.string().nullable() })) }), 'requests');
  const done = items.find(({ outcome }) => outcome === 'delivered');
  const { items: endpoints } = await app.json(z.object({ items: z.array(z.object({ id: z.string() })) }), 'endpoint', 'list');
  return { dashboard, pages: [...EMPTY_PAGES, `/endpoints?edit=${endpoints[0]?.id}`, `/requests/${done?.id}`] };
}

const THEMES = ['light', 'dark'] as const;

/** Looks at one page in these themes and every size. Returns what is wrong, with where. */
async function findings(dashboard: Dashboard, path: string, themes: readonly (typeof THEMES)[number][] = THEMES): Promise<readonly string[]> {
  const { page } = dashboard;
  const found: string[] = [];
  await settle(dashboard, path);
  if (/^\/requests\/./.test(path)) await page.locator('#page li').nth(1).waitFor();
  const { total, shifts } = await layoutShift(page);
  if (total > MAX_LAYOUT_SHIFT) found.push(`${path} moves while it loads: ${total} ${shifts.join(', ')}`);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await stillness(page);
    found.push(...(await accessibilityFaults(page)).map((fault) => `${path} ${colorScheme}: ${fault}`));
  }
  for (const size of SIZES) {
    await resize(page, size);
    found.push(...(await misfits(page)).map((misfit) => `${path} at ${size.width}: ${misfit}`));
    found.push(...(await cutTexts(page)).map((text) => `${path} at ${size.width}: cut off: ${text}`));
  }
  await resize(page, ZOOMED);
  found.push(...(await misfits(page)).filter(isOfWindow).map((misfit) => `${path} at 200 %: ${misfit}`));
  await page.setViewportSize(SIZES[1] ?? ZOOMED);
  return found;
}

/** At 200 % a table may scroll within itself, the page may not. */
const isOfWindow = (misfit: string) => !misfit.startsWith('scrolls sideways');

it('has no serious accessibility fault and fits into every window without data, in both themes', { timeout: LONG_LIMIT_MS }, async () => {
  const dashboard = await browser.open();
  await watchShifts(dashboard.page);
  for (const path of EMPTY_PAGES) expect.soft(await findings(dashboard, path)).toEqual([]);
});

it('has no serious accessibility fault and fits into every window with data and long names, in both themes', { timeout: LONG_LIMIT_MS }, async () => {
  const { dashboard, pages } = await openWithData();
  await watchShifts(dashboard.page);
  for (const path of pages) expect.soft(await findings(dashboard, path)).toEqual([]);
});

// Colours do not depend on the language: one theme each is enough.
it.each([
  ['zh', 'zh-Hans', ['light']],
  ['ru', 'ru', ['dark']],
] as const)('is as accessible in %s, and fits into every window', { timeout: LONG_LIMIT_MS }, async (language, tag, themes) => {
  const { dashboard, pages } = await openWithData();
  await dashboard.app.verb('settings', 'set', 'ui.language', language);
  await dashboard.page.locator(`html[lang=${tag}]`).waitFor();
  await watchShifts(dashboard.page);
  for (const path of pages) expect.soft(await findings(dashboard, path, themes)).toEqual([]);
});

it('has no serious accessibility fault where it asks: before a deletion, and for a login', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: 'http://127.0.0.1:1' }] });
  dashboard.announce(/status of 401/);
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Delete');
  await page.getByRole('alertdialog').waitFor();
  await stillness(page);
  expect.soft(await accessibilityFaults(page)).toEqual([]);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByRole('heading', { name: 'Please log in again' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});

it('moves nothing for those who want less motion', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: 'http://127.0.0.1:1' }], browser: { reducedMotion: 'reduce' } });
  await settle(dashboard, '/endpoints');
  const slow = await dashboard.page.evaluate(
    () =>
      [...document.querySelectorAll('body *')].filter((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
        const isLong = (text: string) => text.split(', ').some((one) => Number.parseFloat(one) > 0.001);
        return (animationName !== 'none' && isLong(animationDuration)) || isLong(transitionDuration);
      }).length,
  );
  expect(slow).toBe(0);
});
