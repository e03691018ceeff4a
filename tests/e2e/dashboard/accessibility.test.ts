/** Every page, light and dark, with data and without: no serious accessibility fault, and nothing that does not fit. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { FakeEndpoint, refuse, streamText } from '../../support/fake-endpoint.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const browser = useDashboardBrowser();
const EMPTY_PAGES = ['/', '/endpoints', '/endpoints?new=1', '/requests', '/rules', '/rules?new=1', '/settings', '/nowhere'];
const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1600, height: 1000 },
];
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

/** Loads the page and waits until it has its data and nothing moves any more. */
async function settle(dashboard: Dashboard, path: string): Promise<void> {
  const { page } = dashboard;
  await dashboard.visit(path);
  await page
    .getByRole('main', { includeHidden: true })
    .getByRole('status', { name: 'Loading', includeHidden: true })
    .first()
    .waitFor({ state: 'detached' });
  if (path.includes('?new') || path.includes('?edit')) await page.getByRole('dialog').waitFor();
  if (/^\/requests\/./.test(path)) await page.getByRole('listitem', { name: 'Attempt 2' }).waitFor();
  await stillness(dashboard);
}

/** Resolves when no transition runs. What pulses or spins never ends and does not count. */
async function stillness({ page }: Dashboard): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
    // One that is cancelled has ended as well.
    return Promise.allSettled(ending.map((one) => one.finished));
  });
}

// There are no frames, so the mode that opens a further tab to merge their results only takes time.
async function faults({ page }: Dashboard): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`));
}

/** What sticks out of the window, or scrolls sideways where only long code may. */
function misfits({ page }: Dashboard): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${width}`);
    const isCut = (element: Element) => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return true;
      return false;
    };
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 40)}`;
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width === 0 || box.height === 0 || style.visibility === 'hidden' || element.closest('.sr-only, [data-sonner-toaster]') !== null)
        continue;
      if ((box.right > width + 1 || box.left < -1) && !isCut(element)) found.push(`sticks out: ${describe(element)}`);
      const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
      if (scrolls && element.scrollWidth > element.clientWidth + 1) found.push(`scrolls sideways: ${describe(element)}`);
    }
    return found;
  });
}

/** Looks at one page in both themes and every size. Returns what is wrong, with where. */
async function findings(dashboard: Dashboard, path: string): Promise<readonly string[]> {
  const { page } = dashboard;
  const found: string[] = [];
  await settle(dashboard, path);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    await stillness(dashboard);
    found.push(...(await faults(dashboard)).map((fault) => `${path} ${colorScheme}: ${fault}`));
  }
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await stillness(dashboard);
    found.push(...(await misfits(dashboard)).map((misfit) => `${path} at ${size.width}: ${misfit}`));
  }
  return found;
}

it('has no serious accessibility fault and fits into every window without data, in both themes', async () => {
  const dashboard = await browser.open();
  for (const path of EMPTY_PAGES) expect.soft(await findings(dashboard, path)).toEqual([]);
});

it('has no serious accessibility fault and fits into every window with data and long names, in both themes', async () => {
  const { dashboard, pages } = await openWithData();
  for (const path of pages) expect.soft(await findings(dashboard, path)).toEqual([]);
});

it('has no serious accessibility fault where it asks: before a deletion, and for a login', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: 'http://127.0.0.1:1' }] });
  dashboard.announce(/status of 401/);
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Delete');
  await page.getByRole('alertdialog').waitFor();
  await stillness(dashboard);
  expect.soft(await faults(dashboard)).toEqual([]);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByRole('heading', { name: 'Please log in again' }).waitFor();
  expect(await faults(dashboard)).toEqual([]);
});
