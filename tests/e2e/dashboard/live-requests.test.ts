/** Requests as they happen: streams that count up, failovers with their reasons, rests that count down and can be ended. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, refuse, type Step, streamText } from '../../support/fake-endpoint.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const browser = useDashboardBrowser();

async function startEndpoint(...script: Step[]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

/** The part of the dashboard under this heading. */
const panel = ({ page }: Dashboard, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
const row = ({ page }: Dashboard, text: string) => page.getByRole('grid').getByRole('row').filter({ hasText: text });

it('shows a stream on the dashboard and in the list while it runs, with the attempts so far, and its end, without a reload', async () => {
  const busy = await startEndpoint(refuse(529));
  const stream = new SteeredStream();
  const healthy = await startEndpoint(stream.step);
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Busy', url: busy.url },
      { name: 'Healthy', url: healthy.url },
    ],
  });
  const { page } = dashboard;
  await dashboard.sees('Nothing under way.');

  const answer = dashboard.ask({ model: 'claude-opus-4-5' });
  await healthy.arrived(1);
  const live = panel(dashboard, 'Live requests').getByRole('listitem').filter({ hasText: 'claude-opus-4-5' });
  await live.getByText('waiting for the first byte').waitFor();
  await live.getByText('Busy').getByText('529').waitFor();
  await live.getByText('Healthy').waitFor();
  await page.getByText('1 live request', { exact: true }).waitFor();

  await stream.begin('The answer begins');
  await live.getByText(/\d+ (B|kB)/).waitFor();
  const before = await live.innerText();
  await stream.say(' and goes on, '.repeat(400));
  await eventually(() => live.innerText()).toMatch(/about [\d,]{3,} tokens/);
  expect(await live.innerText()).not.toBe(before);

  await dashboard.goTo('Requests');
  await row(dashboard, 'claude-opus-4-5').getByText('Live', { exact: true }).waitFor();
  await stream.finish(321);
  await row(dashboard, 'claude-opus-4-5').getByText('Delivered', { exact: true }).waitFor();
  await row(dashboard, 'claude-opus-4-5').getByText('16 / 321').waitFor();
  expect((await answer).status).toBe(200);
  expect([busy.seen.length, healthy.seen.length]).toEqual([1, 1]);
  await page.getByText('0 live requests', { exact: true }).waitFor();

  await dashboard.goTo('Dashboard');
  await dashboard.sees('Nothing under way.');
  await eventually(() => panel(dashboard, 'Endpoints').getByRole('listitem').filter({ hasText: 'Healthy' }).innerText()).toContain('served last');
  const figures = page.getByRole('region', { name: 'Figures' });
  await eventually(() => figures.innerText()).toMatch(/Requests\s+1\s/);
  await eventually(() => figures.innerText()).toMatch(/Output tokens\s+321\s/);
});

it('tells of both attempts of a finished request: answer, verdict, reason and rule, also after a reload of its address', async () => {
  const busy = await startEndpoint(refuse(529, { message: 'too many guests' }));
  const healthy = await startEndpoint(streamText('hello'));
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Busy', url: busy.url },
      { name: 'Healthy', url: healthy.url },
    ],
  });
  const { page } = dashboard;
  expect((await dashboard.ask()).text).toContain('hello');
  const { items } = await dashboard.app.json(z.object({ items: z.array(z.object({ id: z.string() })) }), 'requests');
  expect(items).toHaveLength(1);

  await dashboard.goTo('Requests');
  await row(dashboard, 'Delivered').click();
  await page.getByRole('complementary', { name: 'Request' }).waitFor();
  expect(page.url()).toBe(`${dashboard.url}/requests/${items[0]?.id}`);
  const check = async () => {
    const first = page.getByRole('listitem', { name: 'Attempt 1' });
    const second = page.getByRole('listitem', { name: 'Attempt 2' });
    await first.getByText('Moved on to the next endpoint').waitFor();
    const firstText = await first.innerText();
    for (const part of ['Busy', 'status 529', 'Rule: The endpoint is overloaded', 'The endpoint then rested for']) expect(firstText).toContain(part);
    expect(firstText).toMatch(/overloaded|529/);
    const secondText = await second.innerText();
    for (const part of ['Healthy', 'Delivered', 'status 200', 'Rule: ']) expect(secondText).toContain(part);
    expect(await page.getByRole('listitem', { name: /^Attempt/ }).count()).toBe(2);
  };
  await check();
  await page.reload();
  await check();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Request' }).waitFor({ state: 'detached' });
  expect(page.url()).toBe(`${dashboard.url}/requests`);
});

it('shows a failing endpoint as resting with reason and countdown, and "Restore now" ends the rest', async () => {
  // As long as the endpoint says: after a 529 it would be 10 to 60 s by chance, which may be over before the page was looked at.
  const busy = await startEndpoint(refuse(429, { headers: { 'retry-after': '200' } }), streamText('well again'));
  const healthy = await startEndpoint(streamText('hello'));
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Busy', url: busy.url },
      { name: 'Healthy', url: healthy.url },
    ],
  });
  const { page } = dashboard;
  await dashboard.ask();
  const states = panel(dashboard, 'Endpoints').getByRole('listitem').filter({ hasText: 'Busy' });
  await states.getByText('Resting').waitFor();
  await eventually(() => states.innerText()).toMatch(/rate_limit_error/);

  await dashboard.goTo('Endpoints');
  const card = dashboard.card('Busy');
  await card.getByText(/^Reason: .*rate_limit_error/).waitFor();
  const badge = card.getByText(/^Resting/);
  const first = await badge.innerText();
  expect(first).toMatch(/for [1-3] min/);
  await eventually(() => badge.innerText()).not.toBe(first);
  // While it rests nothing goes there.
  await dashboard.ask();
  expect([busy.seen.length, healthy.seen.length]).toEqual([1, 2]);

  await dashboard.chooseAction('Busy', 'Restore now');
  await dashboard.sees('Busy takes requests again.');
  await card.getByText('Ready', { exact: true }).waitFor();
  expect((await dashboard.ask()).text).toContain('well again');
  expect([busy.seen.length, healthy.seen.length]).toEqual([2, 2]);
  await page
    .getByText(/^Last success/)
    .first()
    .waitFor();
});

it('says of a request that no endpoint could answer what went wrong', async () => {
  const broken = await startEndpoint(refuse(401, { message: 'no such key' }));
  const dashboard = await browser.open({ endpoints: [{ name: 'Broken', url: broken.url, token: 'wrong' }] });
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  expect((await dashboard.ask()).status).toBeGreaterThanOrEqual(400);
  await row(dashboard, 'Failed').first().click();
  const detail = page.getByRole('complementary', { name: 'Request' });
  await detail.getByText('What went wrong').waitFor();
  expect(await detail.getByRole('alert').innerText()).toMatch(/Broken|endpoint/);
  await dashboard.goTo('Endpoints');
  const card = dashboard.card('Broken');
  await card.getByText('Resting').waitFor();
  await card.getByText('Reason: answered 401 (authentication_error: no such key)').waitFor();
  expect(await card.innerText()).not.toContain('Not used yet');
});
