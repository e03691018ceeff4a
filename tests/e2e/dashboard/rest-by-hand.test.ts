/** An endpoint that the user lets rest from its menu: what the card says, where requests go, and how it ends. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const listSchema = z.object({ items: z.array(z.object({ name: z.string(), state: z.object({ kind: z.string() }) })) });
const kinds = async ({ app }: Dashboard) => (await app.json(listSchema, 'endpoint', 'list')).items.map(({ name, state }) => `${name} ${state.kind}`);

it('rests with reason and countdown while the next endpoint answers, and takes requests again after "Undo" and "Restore now"', async () => {
  const [first, second] = [await FakeEndpoint.start([streamText('one')]), await FakeEndpoint.start([streamText('two')])];
  onTestFinished(async () => {
    for (const endpoint of [first, second]) await endpoint.stop();
  });
  const dashboard = await browser.open({
    endpoints: [
      { name: 'First', url: first.url },
      { name: 'Second', url: second.url },
    ],
  });
  await dashboard.goTo('Endpoints');

  await dashboard.chooseAction('First', 'Rest for 10 minutes');
  const card = dashboard.card('First');
  await card.getByText('Resting').waitFor();
  await card.getByText(/for (10|9) ?min/).waitFor();
  await card.getByText('Reason: rested by hand').waitFor();
  await dashboard.sees('First rests: requests go to the next endpoint.');
  const undo = dashboard.page.getByRole('button', { name: 'Undo' });
  // A message that is pointed at stays.
  await undo.hover();
  await dashboard.ask();
  expect([first.seen.length, second.seen.length]).toEqual([0, 1]);

  await undo.click();
  await card.getByText('Ready').waitFor();
  expect(await kinds(dashboard)).toEqual(['First ready', 'Second ready']);

  await dashboard.chooseAction('First', 'Rest until I restore it');
  await card.getByText('until edited or restored').waitFor();
  await dashboard.chooseAction('First', 'Restore now');
  await eventually(() => kinds(dashboard)).toEqual(['First ready', 'Second ready']);
  await dashboard.ask();
  expect(first.seen.length).toBe(1);
});
