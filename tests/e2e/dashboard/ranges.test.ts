/** The range of time: chosen, kept in the address, obeyed by all parts, cut in the reader's zone, and up to date. */
import { expect, it, onTestFinished } from 'vitest';
import { createLocalDates } from '../../../src-renderer/state/local-dates.ts';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const SEED = { exchanges: 3_000, days: 400 };

const figures = ({ page }: Dashboard) => page.getByRole('region', { name: 'Figures' });
const tile = async (dashboard: Dashboard, label: string) => {
  const lines = (await figures(dashboard).getByRole('term').filter({ hasText: label }).locator('..').innerText()).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
};
const requestsOf = async (dashboard: Dashboard) => Number((await tile(dashboard, 'Requests'))[1]?.replace(/\D/g, ''));

it('keeps the chosen range in the address, over a reload and on the way back from another page', async () => {
  const dashboard = await browser.open({ seed: SEED });
  const { page } = dashboard;
  const range = page.getByRole('group', { name: 'Range of time' });
  await range.getByRole('button', { name: '30 days', pressed: false }).click();
  await range.getByRole('button', { name: '30 days', pressed: true }).waitFor();
  await eventually(() => page.url()).toBe(`${dashboard.url}/?range=30d`);
  await eventually(() => requestsOf(dashboard)).toBeGreaterThan(10);
  const month = await requestsOf(dashboard);
  await range.getByRole('button', { name: 'Year' }).click();
  await eventually(() => requestsOf(dashboard)).toBeGreaterThan(month);
  await page.reload();
  await range.getByRole('button', { name: 'Year', pressed: true }).waitFor();
  await dashboard.goTo('Requests');
  await dashboard.goTo('Dashboard');
  expect(page.url()).toBe(`${dashboard.url}/?range=year`);
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await range.getByRole('button', { name: '30 days', pressed: true }).waitFor();
});

it('shows any dates, with all parts about the same requests', async () => {
  const dashboard = await browser.open({ seed: SEED, browser: { timezoneId: 'Asia/Kathmandu' } });
  const { page } = dashboard;
  const dates = createLocalDates('Asia/Kathmandu');
  const [from, to] = [dates.dateOf(Date.now() - 60 * 86_400_000), dates.dateOf(Date.now() - 40 * 86_400_000)];
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await ground();
  await page.getByRole('button', { name: 'Custom …' }).click();
  const form = page.getByRole('dialog', { name: 'Custom …' });
  await form.waitFor();
  // It covers nothing: beside the page there is no shadow of a backdrop.
  expect(await ground()).toBe(before);
  await form.getByText('Days of your time zone, Asia/Kat').waitFor();
  await form.getByLabel('From').fill(to);
  await form.getByLabel('To').fill(from);
  await form.getByRole('button', { name: 'Show' }).click();
  // The earlier date counts as the first.
  await eventually(() => page.url()).toBe(`${dashboard.url}/?from=${from}&to=${to}`);

  const hours = page.getByRole('grid', { name: /for each hour of each day/ });
  await eventually(() => hours.getByRole('row').count()).toBe(22);
  const inCells = async () => {
    const labels = await hours.locator('[data-values]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label') ?? ''));
    return labels.reduce((sum, label) => sum + Number(/([\d,]+) request/.exec(label)?.[1]?.replace(',', '')), 0);
  };
  // Until the answers are there, each part shows those of the range before.
  await eventually(async () => (await inCells()) - (await requestsOf(dashboard))).toBe(0);
  const count = await requestsOf(dashboard);
  expect(count).toBeGreaterThan(0);
  await page.getByText(new RegExp(`^${count} requests, \\d+ errors?$`)).waitFor();
  const endpoints = page.getByRole('region', { name: 'By endpoint' });
  const inRows = async () => {
    const cells = await endpoints.getByRole('row').locator('td:nth-child(2)').allInnerTexts();
    return cells.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
  };
  await eventually(inRows).toBe(count);
  await figures(dashboard).getByRole('link').first().click();
  const since = dates.startOf(from);
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests?since=${since}&until=${since + 21 * 86_400_000}`);
});

it('ends today in the reader’s own zone', async () => {
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    const dashboard = await browser.open({ seed: { exchanges: 200, days: 3 }, browser: { timezoneId } });
    const cell = dashboard.page.getByRole('grid', { name: /^Tokens for each day/ }).locator('[tabindex="0"]');
    const today = () => {
      const parts = new Intl.DateTimeFormat('en', { timeZone: timezoneId, dateStyle: 'full' }).formatToParts(Date.now());
      return parts.find(({ type }) => type === 'day')?.value;
    };
    // Looked up each time: midnight may be a moment away there.
    await eventually(async () => new RegExp(`\\b${today()}\\b`).test((await cell.getAttribute('data-when')) ?? '')).toBe(true);
  }
});

it('counts a request that ends while it is looked at, without moving anything', async () => {
  const endpoint = await FakeEndpoint.start([streamText('one'), streamText('two')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  const { page } = dashboard;
  await dashboard.ask();
  await dashboard.visit('/?range=today&metric=requests');
  await eventually(() => tile(dashboard, 'Requests')).toContain('1');
  const today = page.getByRole('grid', { name: /^Requests for each day/ }).locator('[tabindex="0"]');
  await eventually(async () => (await today.getAttribute('aria-label')) ?? '').toContain('1 request,');
  const box = await page.getByRole('region', { name: 'By model', exact: true }).boundingBox();
  await dashboard.ask();
  await eventually(() => tile(dashboard, 'Requests')).toContain('2');
  await eventually(async () => (await today.getAttribute('aria-label')) ?? '').toContain('2 requests,');
  // The fake endpoint's model has a price or not, but is never free.
  expect((await tile(dashboard, 'Cost'))[1]).not.toBe('$0.00');
  expect(await page.getByRole('region', { name: 'By model', exact: true }).boundingBox()).toEqual(box);
});
