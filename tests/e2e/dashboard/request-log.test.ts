/** The request log over many requests: scrolling, searching, own columns, export, and rows that come in while all that happens. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, jsonMessage } from '../../support/fake-endpoint.ts';
import { recordHistory } from '../../support/recorded-history.ts';

const browser = useDashboardBrowser();

const COUNT = 1_230;
/** Recent enough to be kept. */
const START_MS = Date.now() - (COUNT + 10) * 60_000;
const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001';

/** One a minute, the newest is number 1,229. Every tenth failed; number 7 alone says why. */
function record(folder: string): void {
  recordHistory(
    folder,
    Array.from({ length: COUNT }, (_, number) => {
      const startedAtMs = START_MS + number * 60_000;
      const hasFailed = number % 10 === 0;
      const end = hasFailed ? { outcome: 'failed' as const, status: 529, error: '=the endpoint, "A", is busy' } : {};
      return {
        start: {
          id: uuidv7({ msecs: startedAtMs }),
          startedAtMs,
          requestedModel: `claude-${String(number).padStart(4, '0')}`,
          sessionId: number % 100 === 3 ? SESSION : null,
        },
        attempts: [
          { sentModel: null, reason: number === 7 ? 'the needle in the haystack' : 'answered', endpoint: number % 2 === 0 ? 'even' : 'odd' },
        ],
        end,
      };
    }),
  );
}

const open = () => browser.open({ prepare: record });
const grid = ({ page }: Dashboard) => page.getByRole('grid');
const rows = (dashboard: Dashboard) =>
  grid(dashboard)
    .getByRole('row')
    .filter({ has: dashboard.page.getByRole('gridcell') });

/** Number of the request and place among all rows, of each row that is drawn. */
async function drawn(dashboard: Dashboard): Promise<readonly { readonly number: number; readonly place: number }[]> {
  const found = await rows(dashboard).evaluateAll((all) =>
    all.map((row) => ({ text: row.textContent ?? '', place: Number(row.getAttribute('aria-rowindex')) - 2 })),
  );
  return found.flatMap(({ text, place }) => {
    const number = /claude-(\d{4})/.exec(text)?.[1];
    return number === undefined ? [] : [{ number: Number(number), place }];
  });
}

const params = ({ page }: Dashboard) => Object.fromEntries(new URL(page.url()).searchParams);

it('scrolls through all requests as one list, each in its place, and draws only those in sight', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await dashboard.sees('1,230 requests');
  await eventually(async () => (await drawn(dashboard))[0]).toEqual({ number: COUNT - 1, place: 0 });
  await grid(dashboard).focus();
  const seen = new Set<number>();
  for (let presses = 0; presses < 400 && !seen.has(0); presses += 1) {
    await page.keyboard.press(presses % 5 === 4 ? 'End' : 'PageDown');
    const now = await drawn(dashboard);
    expect(now.length).toBeLessThan(80);
    for (const { number, place } of now) {
      expect(number).toBe(COUNT - 1 - place);
      seen.add(number);
    }
  }
  expect(seen.has(0)).toBe(true);
  expect(await grid(dashboard).getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
  await page.keyboard.press('Home');
  await eventually(async () => (await drawn(dashboard))[0]).toEqual({ number: COUNT - 1, place: 0 });
  // The keys mark a row, and Enter opens it.
  for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await page
    .getByRole('complementary', { name: 'Request' })
    .getByText(`claude-${COUNT - 3}`)
    .first()
    .waitFor();
  expect(await grid(dashboard).getByRole('row', { selected: true }).innerText()).toContain(`claude-${COUNT - 3}`);
});

it('shows only failures at a click, and every filter is a step back in the history', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await dashboard.sees('1,230 requests');
  await page.getByRole('button', { name: 'Only failures' }).click();
  await dashboard.sees('123 requests');
  expect(params(dashboard)).toEqual({ outcome: 'failures' });
  await eventually(async () => (await drawn(dashboard)).slice(0, 2).map(({ number }) => number)).toEqual([1_220, 1_210]);
  expect(await page.getByRole('columnheader', { name: 'Error' }).count()).toBe(1);
  await page.getByRole('combobox', { name: 'Endpoint', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Remove the filter “All failures”' }).click();
  await dashboard.sees('1,230 requests');
  await page.goBack();
  await dashboard.sees('123 requests');
  await page.goBack();
  await dashboard.sees('1,230 requests');
  expect(params(dashboard)).toEqual({});
});

it('finds a request by a word of its reason, and a session by the beginning of its id', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  const search = page.getByRole('searchbox', { name: 'Search requests' });
  await page.keyboard.press('/');
  await eventually(() => search.evaluate((input) => input.matches(':focus'))).toBe(true);
  await search.fill('Haystack');
  await eventually(async () => (await drawn(dashboard)).map(({ number }) => number)).toEqual([7]);
  expect(params(dashboard)).toEqual({ text: 'Haystack' });
  await search.fill('aaaaaaaa');
  await eventually(async () => (await drawn(dashboard)).map(({ number }) => number).slice(0, 2)).toEqual([1_203, 1_103]);
  await search.fill('nothing like it');
  await dashboard.sees('No request matches');
});

it('opens at the span of time that a link names, and narrows it to a session by a click in its row', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  const [since, until] = [START_MS + 100 * 60_000, START_MS + 310 * 60_000];
  await dashboard.visit(`/requests?since=${since}&until=${until}`);
  await dashboard.sees('210 requests');
  await eventually(async () => (await drawn(dashboard))[0]?.number).toBe(309);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Session' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Model contains' }).fill('claude-0303');
  await page.getByRole('button', { name: 'aaaaaaaa' }).click();
  await page.getByRole('button', { name: /Remove the filter “Model/ }).click();
  await dashboard.sees('3 requests');
  await eventually(async () => (await drawn(dashboard)).map(({ number }) => number)).toEqual([303, 203, 103]);
  expect(params(dashboard)).toMatchObject({ session: SESSION, since: String(since) });
  await page.getByRole('button', { name: /^Time:/ }).click();
  await page.getByRole('button', { name: 'Any time' }).last().click();
  await dashboard.sees('13 requests');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await dashboard.sees('1,230 requests');
});

it('keeps the columns as they were chosen, moved and widened, until they are reset', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  const heads = async () => (await grid(dashboard).getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  await eventually(heads).toContain('Duration');
  const usual = await heads();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Duration' }).click();
  await page.getByRole('checkbox', { name: 'Request id' }).click();
  await page.getByRole('button', { name: 'Move Model forward' }).click();
  expect((await new AxeBuilder({ page }).include('[data-backdrop="none"]').analyze()).violations.filter(({ impact }) => impact !== 'minor')).toEqual(
    [],
  );
  await page.keyboard.press('Escape');
  const edge = page.getByRole('separator', { name: 'Width of the column Outcome' });
  const before = Number(await edge.getAttribute('aria-valuenow'));
  await edge.press('ArrowRight');
  await page.reload();
  await eventually(heads).toContain('Request id');
  expect((await heads()).slice(0, 2)).toEqual(['Model', 'Time']);
  expect(await heads()).not.toContain('Duration');
  expect(Number(await edge.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('button', { name: 'Reset columns' }).click();
  await eventually(heads).toEqual(usual);
});

it('exports what the filters select, all of it, as CSV that is no formula and as JSON', async () => {
  const dashboard = await open();
  const { page } = dashboard;
  await dashboard.visit('/requests?outcome=failures');
  await dashboard.sees('123 requests');
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export requests' });
  expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations.filter(({ impact }) => impact !== 'minor')).toEqual([]);
  const save = async () => {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  await dialog.getByRole('checkbox', { name: /Excel/ }).click();
  const csv = await save();
  await dialog.getByText('123 requests exported.').waitFor();
  expect(csv.name).toMatch(/^requests-\d{4}-\d\d-\d\d-\d{4}\.csv$/);
  expect(csv.text.startsWith('\uFEFFid,started_at_utc,')).toBe(true);
  const lines = csv.text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(124);
  expect(lines[1]).toContain('claude-1220');
  expect(lines[1]).toContain(`"'=the endpoint, ""A"", is busy"`);

  await dialog.getByRole('button', { name: 'JSON' }).click();
  const json = await save();
  const read: { readonly requestedModel: string; readonly attempts: readonly unknown[] }[] = JSON.parse(json.text);
  expect(read.map(({ requestedModel }) => requestedModel)).toEqual(
    Array.from({ length: 123 }, (_, index) => `claude-${String(1_220 - index * 10).padStart(4, '0')}`),
  );
  expect(read[0]?.attempts).toHaveLength(1);
});

it('shows what comes in at 50 a second, each once, and holds it back while someone reads', async () => {
  const endpoint = await FakeEndpoint.start([jsonMessage('ok')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ prepare: record, endpoints: [{ name: 'Main', url: endpoint.url }] });
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await dashboard.sees('1,230 requests');
  const send = async (from: number, count: number) => {
    for (let at = 0; at < count; at += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, index) => dashboard.ask({ model: `claude-${from + at + index}`, stream: false })));
    }
  };
  await page.mouse.move(5, 400);
  await send(5_000, 120);
  await dashboard.sees('1,350 requests');
  await eventually(async () => new Set((await drawn(dashboard)).map(({ number }) => number)).size).toBeGreaterThan(10);
  const top = await drawn(dashboard);
  expect(new Set(top.map(({ number }) => number)).size).toBe(top.length);
  expect(top.slice(0, 5).every(({ number }) => number >= 5_000)).toBe(true);

  await grid(dashboard).evaluate((element) => element.parentElement?.scrollTo({ top: 4_000 }));
  const read = rows(dashboard).filter({ hasText: `claude-${COUNT - 1}` });
  await read.waitFor();
  const before = await read.boundingBox();
  await send(6_000, 60);
  const newer = page.getByRole('button', { name: '60 newer requests' });
  await newer.waitFor();
  expect(await read.boundingBox()).toEqual(before);
  await newer.click();
  await eventually(async () => (await drawn(dashboard))[0]?.number ?? 0).toBeGreaterThanOrEqual(6_000);
  await eventually(async () => (await drawn(dashboard))[0]?.place).toBe(0);
});
