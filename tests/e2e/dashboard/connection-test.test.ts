/** The connection test: what it says of a working, a refusing and an absent endpoint, and what it offers to do. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { FakeEndpoint, jsonMessage, refuse, refusedUrl, type Step } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const listSchema = z.object({ items: z.array(z.object({ authStyle: z.string() })) });
const TOKEN = 'key-of-the-house';

async function startEndpoint(...script: Step[]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

it('says of a working endpoint that it works, how fast and with which model', async () => {
  const endpoint = await startEndpoint(jsonMessage('pong'));
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url, token: TOKEN }] });
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Test connection');
  const card = dashboard.card('Main');
  await card.getByText(/^Works: answered in .+status 200 · with model claude-haiku/).waitFor();
  expect(endpoint.seen).toHaveLength(1);
  await card.getByRole('button', { name: 'Close' }).click();
  await card.getByText('Works: answered in').waitFor({ state: 'detached' });
});

it('proposes the other authentication style after a 401, and one click takes it', async () => {
  const onlyApiKey: Step = (exchange) => (exchange.seen.headers['x-api-key'] === TOKEN ? jsonMessage('pong') : refuse(401))(exchange);
  const endpoint = await startEndpoint(onlyApiKey);
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url, token: TOKEN }] });
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Test connection');
  const card = dashboard.card('Main');
  await card.getByText('The test failed').waitFor();
  await card.getByText('is refused as a bearer token').waitFor();
  await card.getByRole('button', { name: 'Use x-api-key header for this endpoint' }).click();
  await card.getByText('Works: answered in').waitFor();
  expect(await dashboard.app.json(listSchema, 'endpoint', 'list')).toEqual({ items: [{ authStyle: 'x-api-key' }] });
});

it('says what to do about an endpoint that nobody listens at, before it is even saved', async () => {
  const url = await refusedUrl();
  const dashboard = await browser.open();
  await dashboard.visit('/endpoints?new=1');
  const form = dashboard.page.getByRole('dialog');
  await form.getByLabel('Name', { exact: true }).fill('Gone');
  await form.getByLabel('Base URL', { exact: true }).fill(url);
  await form.getByRole('button', { name: 'Test connection' }).click();
  await form.getByText('The test failed').waitFor();
  const said = await form.getByRole('status').innerText();
  expect(said).toContain('no answer');
  expect(said).toContain(new URL(url).host);
  expect(said).toMatch(/Start|Is the|Check/);
  expect(await dashboard.app.json(listSchema, 'endpoint', 'list')).toEqual({ items: [] });
});
