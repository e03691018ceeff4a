/** The connection between page and app breaks while the app runs on: what happened meanwhile is there afterwards, once. */
import { expect, it, onTestFinished } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, jsonMessage } from '../../support/fake-endpoint.ts';
import { HttpRelay } from '../../support/http-relay.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const browser = useDashboardBrowser();
const CUT_OFF = /net::ERR_|Failed to load resource/;

const models = ({ page }: Dashboard) =>
  page
    .getByRole('grid')
    .getByRole('gridcell')
    .filter({ hasText: /^claude-/ })
    .allInnerTexts();

it('neither loses nor doubles a request in the list that ran while the connection was lost, and goes on live', async () => {
  const relay = await HttpRelay.start();
  onTestFinished(() => relay.stop());
  const stream = new SteeredStream();
  const endpoint = await FakeEndpoint.start([jsonMessage('ok'), stream.step, jsonMessage('ok')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }], browser: { proxy: { server: relay.url } } });
  const { page } = dashboard;
  dashboard.announce(CUT_OFF);
  await dashboard.ask({ model: 'claude-early', stream: false });
  await dashboard.goTo('Requests');
  const running = dashboard.ask({ model: 'claude-under-way' });
  await stream.begin('half an answer');
  await eventually(() => models(dashboard)).toEqual(['claude-under-way', 'claude-early']);

  relay.cut();
  await dashboard.sees('The connection to Code Proxy is lost.');
  await stream.finish(321);
  expect((await running).status).toBe(200);
  const missed = Array.from({ length: 4 }, (_, index) => `claude-missed-${index + 1}`);
  for (const model of missed) await dashboard.ask({ model, stream: false });
  expect(await models(dashboard)).toEqual(['claude-under-way', 'claude-early']);

  relay.mend();
  await page.getByText('The connection to Code Proxy is lost.').waitFor({ state: 'detached' });
  const all = [...missed.toReversed(), 'claude-under-way', 'claude-early'];
  await eventually(() => models(dashboard)).toEqual(all);
  const row = page.getByRole('row').filter({ hasText: 'claude-under-way' });
  await row.getByText('Delivered', { exact: true }).waitFor();
  await row.getByText('/ 321').waitFor();
  await page.getByText('0 live requests', { exact: true }).waitFor();

  await dashboard.ask({ model: 'claude-late', stream: false });
  await eventually(() => models(dashboard)).toEqual(['claude-late', ...all]);
  await page.reload();
  await eventually(() => models(dashboard)).toEqual(['claude-late', ...all]);
});
