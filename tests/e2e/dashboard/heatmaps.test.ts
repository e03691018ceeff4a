/** The heatmaps, charts and tables: read and walked through with mouse and keyboard, and ways into the list of requests. */
import { expect, it } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { accessibilityFaults, misfits, resize, settle } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();
const SEED = { exchanges: 4_000, days: 400 };
const LOOK_LIMIT_MS = 600_000;
const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1600, height: 1000 },
];

const calendar = ({ page }: Dashboard) => page.getByRole('grid', { name: /for each day of the year/ });
const focused = ({ page }: Dashboard) => page.evaluate(() => document.activeElement?.getAttribute('data-place') ?? '');

it('lets the keyboard walk through the calendar, says what each day holds, and leads to its requests', async () => {
  const dashboard = await browser.open({ seed: SEED });
  const { page } = dashboard;
  const grid = calendar(dashboard);
  await grid.getByRole('rowheader').first().waitFor();
  expect(await grid.getByRole('row').count()).toBe(8);
  expect(await grid.locator('[data-place]').count()).toBeGreaterThan(364);
  expect(await grid.locator('[tabindex="0"]').count()).toBe(1);

  await page.getByRole('group', { name: 'What the heatmaps show' }).getByRole('button', { name: 'Tokens' }).focus();
  await page.keyboard.press('Tab');
  const [row, column] = (await focused(dashboard)).split(':').map(Number);
  await page.keyboard.press('ArrowLeft');
  expect(await focused(dashboard)).toBe(`${row}:${Number(column) - 1}`);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await focused(dashboard)).toMatch(new RegExp(`^${row}:[12]$`));
  await page.keyboard.press('Control+End');
  expect(await focused(dashboard)).toMatch(/^6:5[12]$/);
  await page.keyboard.press('ArrowLeft');

  const cell = grid.locator(':focus');
  const when = (await cell.getAttribute('data-when')) ?? '';
  const values = (await cell.getAttribute('data-values')) ?? '';
  expect(values).toMatch(/request/);
  await page.locator('p', { hasText: when }).first().waitFor();
  await page.locator('p', { hasText: values }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('p', { hasText: values }).first().waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await eventually(() => page.url()).toMatch(/\/requests\?since=\d+&until=\d+$/);
  const { searchParams } = new URL(page.url());
  expect(Number(searchParams.get('until')) - Number(searchParams.get('since'))).toBe(86_400_000);
});

it('shows a day on hover, and other amounts by choice, with a legend in the unit of each', async () => {
  const dashboard = await browser.open({ seed: SEED });
  const { page } = dashboard;
  const card = page.getByRole('region', { name: 'Calendar' });
  const cell = calendar(dashboard).locator('[data-values*="tokens"]').nth(30);
  await cell.hover();
  await page
    .locator('p', { hasText: (await cell.getAttribute('data-values')) ?? '' })
    .first()
    .waitFor();
  await eventually(() => card.getByRole('list').innerText()).toMatch(/Tokens:\s+none\s+more than 0\s+from [\d.]+[KM]?/);
  await card.getByRole('button', { name: 'Cost' }).click();
  await eventually(() => card.getByRole('list').innerText()).toMatch(/Cost:\s+none\s+more than 0\s+from \$/);
  expect(page.url()).toContain('metric=cost');
  const hours = page.getByRole('region', { name: 'Hours' });
  await eventually(() => hours.getByRole('list').innerText()).toMatch(/from \$/);
  // Beyond a month the hours are those of the weekdays.
  await page.getByRole('button', { name: '90 days' }).click();
  await hours.getByText('Weekdays are sums over the range.').waitFor();
  await eventually(() => hours.getByRole('row').count()).toBe(8);
  // The list is of one span of time: they lead to the range that they are sums of, and say so.
  await hours.locator('[data-place="2:14"]').hover();
  await page.getByText('Opens all requests of the range.').waitFor();
  await hours.locator('[data-place="2:14"]').click();
  await eventually(() => page.url()).toMatch(/\/requests\?since=\d+&until=\d+/);
  const { searchParams } = new URL(page.url());
  expect(Math.round((Number(searchParams.get('until')) - Number(searchParams.get('since'))) / 86_400_000)).toBe(90);
});

it('leaves no gap between the cells in which the tip would go and come back under a pointer that glides over them', async () => {
  const dashboard = await browser.open({ seed: SEED });
  const grid = calendar(dashboard);
  await grid.locator('[data-place="3:20"]').scrollIntoViewIfNeeded();
  const found = await grid.evaluate((table) => {
    const [from, to] = ['3:20', '3:30'].map((place) => table.querySelector(`[data-place="${place}"]`)?.getBoundingClientRect());
    if (from === undefined || to === undefined) return ['no cells'];
    const y = from.top + from.height / 2;
    return Array.from(
      { length: Math.floor(to.right - from.left) },
      (_, x) => document.elementFromPoint(from.left + x, y)?.closest('[data-place]') ?? 'gap',
    );
  });
  expect(found.length).toBeGreaterThan(100);
  expect(found).not.toContain('gap');
});

it('sorts the tables, leads from a name to its requests, and hides models by the legend', async () => {
  const dashboard = await browser.open({ seed: SEED });
  const { page } = dashboard;
  await dashboard.visit('/?range=year');
  const table = page.getByRole('region', { name: 'By endpoint' }).getByRole('table');
  const names = () => table.getByRole('rowheader').allInnerTexts();
  await eventually(async () => (await names()).length).toBeGreaterThan(4);
  const sorted = () => table.getByRole('columnheader', { name: 'Endpoint' }).getAttribute('aria-sort');
  expect(await sorted()).toBe('none');
  await table.getByRole('button', { name: 'Endpoint' }).click();
  expect(await sorted()).toBe('ascending');
  const byName = (await names()).filter((name) => name !== 'No endpoint reached');
  expect(byName).toEqual(byName.toSorted((a, b) => a.localeCompare(b, 'en')));
  const link = table.getByRole('rowheader').getByRole('link').first();
  const name = await link.innerText();

  const legend = page.getByRole('list', { name: /^Models/ });
  const bars = page.getByRole('region', { name: 'Tokens by model' }).locator('.recharts-bar');
  // The chart is loaded by itself.
  await bars.first().waitFor();
  await eventually(async () => (await bars.count()) - (await legend.getByRole('button').count())).toBe(0);
  const before = await bars.count();
  await legend.getByRole('button', { pressed: true }).first().click();
  await eventually(() => bars.count()).toBe(before - 1);
  await legend.getByRole('button', { pressed: false }).click();
  await eventually(() => bars.count()).toBe(before);

  await link.click();
  await eventually(() => new URL(page.url()).searchParams.get('endpoint')).toBe(name);
  expect(new URL(page.url()).searchParams.get('since')).toMatch(/^\d+$/);
});

// A thousand cells take a while to look at; both themes of a page with less are looked at in accessibility.test.ts.
it.each([
  ['/?range=30d&metric=cost', 'light'],
  ['/?range=year', 'dark'],
] as const)(
  'has no serious accessibility fault and fits into every window at %s, %s',
  async (path, colorScheme) => {
    const dashboard = await browser.open({ seed: SEED, browser: { colorScheme } });
    const { page } = dashboard;
    await settle(dashboard, path);
    await page.getByRole('grid').nth(1).waitFor();
    await page.locator('.recharts-bar').first().waitFor();
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    expect.soft(await accessibilityFaults(page)).toEqual([]);
    for (const size of SIZES) {
      await resize(page, size);
      expect.soft(await misfits(page), `at ${size.width}`).toEqual([]);
    }
  },
  LOOK_LIMIT_MS,
);
