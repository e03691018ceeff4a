/** Prices and cost as a user sees them: an unpriced model gets a price, what is recorded is priced anew, an endpoint's proposal is taken. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

const endpointSchema = z.object({ inputIncludesCache: z.boolean(), costMultiplier: z.number() });
const requestsSchema = z.object({ items: z.array(z.object({ costMicroUsd: z.number().nullable(), unpricedAttempts: z.number() })) });
const costs = async ({ app }: Dashboard) => (await app.json(requestsSchema, 'requests')).items.map(({ costMicroUsd }) => costMicroUsd);

async function fake(...script: Parameters<typeof FakeEndpoint.start>[0]): Promise<FakeEndpoint> {
  const endpoint = await FakeEndpoint.start(script);
  onTestFinished(() => endpoint.stop());
  return endpoint;
}

it('lists unpriced models first, takes a price for one, and prices anew what is recorded when that is confirmed', async () => {
  const endpoint = await fake(streamText('hello'));
  const dashboard = await browser.open({ endpoints: [{ name: 'main', url: endpoint.url }] });
  const { page } = dashboard;
  await dashboard.ask({ model: 'claude-sonnet-4-5' });
  await dashboard.ask({ model: 'house-model-1' });
  await dashboard.goTo('Settings');
  const table = page.getByRole('region', { name: 'Prices of models' });
  const firstRow = table.getByRole('row').nth(1);
  await eventually(() => firstRow.innerText()).toMatch(/house-model-1\s+Unpriced/);
  expect(await table.getByRole('row').nth(2).innerText()).toMatch(/claude-sonnet-4-5\s+Built in\s+\$3\.00\s+\$0\.30\s+\$3\.75\s+\$15\.00/);

  await page.getByRole('button', { name: 'Edit the price of house-model-1' }).click();
  await page.getByRole('textbox', { name: 'Input', exact: true }).fill('two');
  await page.getByRole('textbox', { name: 'Output', exact: true }).fill('10');
  await page.getByRole('button', { name: 'Save' }).click();
  await dashboard.sees('must be a number of dollars');
  await page.getByRole('textbox', { name: 'Input', exact: true }).fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await dashboard.sees('The price of house-model-1 is saved.');
  await eventually(() => table.innerText()).toMatch(/house-model-1\s+Yours\s+\$2\.00/);
  // Newest first: what was recorded keeps its cost, here none.
  expect(await costs(dashboard)).toEqual([null, 146]);

  await page.getByRole('button', { name: 'Recalculate' }).click();
  await dashboard.sees('The cost of 1 attempt would change, from $0.00 to $0.0001.');
  await dashboard.sees('1 of them has no price so far.');
  expect(await costs(dashboard)).toEqual([null, 146]);
  await page.getByRole('button', { name: 'Change them' }).click();
  await dashboard.sees('The cost of 1 attempt is changed.');
  expect(await costs(dashboard)).toEqual([102, 146]);

  await page.getByRole('button', { name: 'Edit the price of house-model-1' }).click();
  await page.getByRole('button', { name: 'Use the built-in price' }).click();
  await eventually(() => firstRow.innerText()).toMatch(/house-model-1\s+Unpriced/);
});

it('proposes to take cached tokens out of the input, and does so with one click', async () => {
  const report = (turn: number) => ({
    input_tokens: 20_000 + turn * 500,
    cache_read_input_tokens: 19_500 + turn * 500,
    cache_creation_input_tokens: 490,
    output_tokens: 7,
  });
  const answers = [0, 1, 2, 3, 4].map((turn) =>
    answer(200, { 'content-type': 'application/json' }, JSON.stringify({ type: 'message', content: [], usage: report(turn) })),
  );
  const endpoint = await fake(...answers);
  const dashboard = await browser.open({ endpoints: [{ name: 'gateway', url: endpoint.url }] });
  for (let turn = 0; turn < 5; turn += 1) await askInSession(dashboard, 60_000 + turn * 200);
  await dashboard.goTo('Endpoints');
  const card = dashboard.card('gateway');
  await card.getByText('input tokens included cached ones').waitFor();
  await card.getByRole('button', { name: 'Not now' }).click();
  await eventually(() => card.getByText('input tokens included cached ones').count()).toBe(0);
  // It is put off, not answered.
  await dashboard.visit('/endpoints');
  await card.getByRole('button', { name: 'Take them out' }).click();
  await dashboard.sees('gateway: cached tokens are taken out of the input from now on.');
  await eventually(() => card.getByText('input tokens included cached ones').count()).toBe(0);
  expect(await dashboard.app.json(endpointSchema, 'endpoint', 'show', 'gateway')).toMatchObject({ inputIncludesCache: true });

  await dashboard.chooseAction('gateway', 'Edit');
  await dashboard.page.getByRole('textbox', { name: 'Cost multiplier' }).fill('0,5');
  await dashboard.page.getByRole('button', { name: 'Save' }).click();
  await card.getByText('0.5 × price').waitFor();
  const stored = await dashboard.app.json(endpointSchema, 'endpoint', 'show', 'gateway');
  expect(stored).toMatchObject({ inputIncludesCache: true, costMultiplier: 0.5 });
});

async function askInSession({ app }: Dashboard, bodyBytes: number): Promise<void> {
  const { token } = await app.json(z.object({ token: z.string() }), 'token', 'show');
  const content = 'x'.repeat(bodyBytes);
  const response = await fetch(`${app.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-claude-code-session-id': 'session-of-the-test' },
    body: JSON.stringify({ model: 'claude-sonnet-4-5', max_tokens: 10, messages: [{ role: 'user', content }] }),
  });
  await response.text();
}
