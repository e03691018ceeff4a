/** The list of requests: filters in the address, pages without gaps, and rows that keep still under the reader. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, jsonMessage, refuse, type Step } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

/** Which model was asked for decides what happens. */
const byModel: Step = (exchange) => {
  const { model } = z.object({ model: z.string() }).parse(JSON.parse(exchange.seen.body.toString()));
  return (model.includes('bad') ? refuse(400) : jsonMessage('ok'))(exchange);
};

async function openWithRequests(models: readonly string[]): Promise<Dashboard> {
  const endpoint = await FakeEndpoint.start([byModel]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  for (const model of models) await dashboard.ask({ model, stream: false });
  return dashboard;
}

const rows = ({ page }: Dashboard) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
const models = async (dashboard: Dashboard) =>
  (
    await rows(dashboard)
      .getByRole('gridcell')
      .filter({ hasText: /^claude-/ })
      .allInnerTexts()
  ).map((text) => text.trim());

async function choose({ page }: Dashboard, filter: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: filter, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
}

it('says on an empty list how requests come in', async () => {
  const dashboard = await browser.open();
  await dashboard.goTo('Requests');
  await dashboard.sees('No request yet');
  await dashboard.page.getByText('code-proxy launch', { exact: true }).waitFor();
});

it('keeps filters in the address, so that a reload and a link show the same', async () => {
  const dashboard = await openWithRequests(['claude-opus-4-5', 'claude-sonnet-bad', 'claude-haiku-4-5', 'claude-sonnet-4-5']);
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await eventually(() => rows(dashboard).count()).toBe(4);

  await page.getByRole('searchbox', { name: 'Model contains' }).fill('sonnet');
  await eventually(() => models(dashboard)).toEqual(['claude-sonnet-4-5', 'claude-sonnet-bad']);
  await choose(dashboard, 'Status', '4xx Refused');
  await eventually(() => models(dashboard)).toEqual(['claude-sonnet-bad']);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ model: 'sonnet', status: '4' });

  await page.reload();
  await eventually(() => models(dashboard)).toEqual(['claude-sonnet-bad']);
  expect(await page.getByRole('searchbox', { name: 'Model contains' }).inputValue()).toBe('sonnet');
  expect(await page.getByRole('combobox', { name: 'Status', exact: true }).innerText()).toBe('4xx Refused');

  // The open request keeps them, and so does the way back.
  await rows(dashboard).first().click();
  await page.getByRole('complementary', { name: 'Request' }).waitFor();
  await page.goBack();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ model: 'sonnet', status: '4' });

  await choose(dashboard, 'Status', '5xx Failed');
  await dashboard.sees('No request matches');
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click();
  await eventually(() => rows(dashboard).count()).toBe(4);
  expect(new URL(page.url()).search).toBe('');
});

it('holds new requests back while someone points at a row, so that no row moves, and shows them when asked', async () => {
  const dashboard = await openWithRequests(Array.from({ length: 40 }, (_, index) => `claude-${index}`));
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  const pointed = rows(dashboard).filter({ hasText: 'claude-35' });
  await pointed.hover();
  const before = await pointed.boundingBox();
  for (const model of ['claude-late-1', 'claude-late-2']) await dashboard.ask({ model, stream: false });
  const newer = page.getByRole('button', { name: '2 newer requests' });
  await newer.waitFor();
  expect(await pointed.boundingBox()).toEqual(before);
  expect(await models(dashboard)).not.toContain('claude-late-1');

  // The button that shows them stays under the pointer that comes for it.
  await newer.hover();
  await dashboard.ask({ model: 'claude-late-3', stream: false });
  await page.getByRole('button', { name: '3 newer requests' }).click();
  await eventually(async () => (await models(dashboard)).slice(0, 4)).toEqual(['claude-late-3', 'claude-late-2', 'claude-late-1', 'claude-39']);

  // The pointer away from the list, nothing is held back.
  await page.mouse.move(5, 5);
  await dashboard.ask({ model: 'claude-late-4', stream: false });
  await eventually(async () => (await models(dashboard))[0]).toBe('claude-late-4');
});

it('does not move what is read when the list is scrolled and requests come in', async () => {
  const dashboard = await openWithRequests(Array.from({ length: 45 }, (_, index) => `claude-${index}-x`));
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  const read = rows(dashboard).filter({ hasText: 'claude-25-x' });
  await page.mouse.move(5, 400);
  await page.getByRole('grid').evaluate((grid) => grid.parentElement?.scrollTo({ top: 300 }));
  await read.waitFor();
  await eventually(() => page.getByRole('grid').evaluate((grid) => grid.parentElement?.scrollTop ?? 0)).toBeGreaterThan(100);
  const before = await read.boundingBox();
  await dashboard.ask({ model: 'claude-late', stream: false });
  await page.getByRole('button', { name: '1 newer request' }).waitFor();
  expect(await read.boundingBox()).toEqual(before);
});

it('keeps the row that the arrow keys reach in sight, whole and not under the edge of the list', async () => {
  const dashboard = await openWithRequests(Array.from({ length: 30 }, (_, index) => `claude-${index}-x`));
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await rows(dashboard).filter({ hasText: 'claude-29-x' }).click();
  await page.getByRole('complementary', { name: 'Request' }).waitFor();
  for (let presses = 0; presses < 26; presses += 1) await page.keyboard.press('ArrowDown');
  const reached = rows(dashboard).filter({ hasText: 'claude-3-x' });
  const below = async () => {
    const [row, edge] = await Promise.all([
      reached.boundingBox(),
      page.getByRole('grid').evaluate((grid) => grid.parentElement?.getBoundingClientRect().bottom ?? 0),
    ]);
    return row === null ? Number.POSITIVE_INFINITY : row.y + row.height - edge;
  };
  await eventually(below).toBeLessThanOrEqual(1);
  await page.reload();
  await eventually(below).toBeLessThanOrEqual(1);
});
