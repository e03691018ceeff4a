/** The app ends while its dashboard is open: the page says so, shows nothing as alive that is not, and finds its way back. */
import { expect, it, onTestFinished } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';
import { lowPort } from '../../support/low-port.ts';
import { SteeredStream } from '../../support/steered-stream.ts';

const browser = useDashboardBrowser();
const CUT_OFF = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 401|ERR_SOCKET/;

it('says that the connection is lost, asks for a login after the restart, and then shows what is true', async () => {
  const stream = new SteeredStream();
  const endpoint = await FakeEndpoint.start([stream.step, streamText('hello')]);
  onTestFinished(() => endpoint.stop());
  const ports = ['--port', String(await lowPort()), '--admin-port', String(await lowPort())];
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }], serve: ports });
  dashboard.announce(CUT_OFF);
  const { page } = dashboard;
  const answer = dashboard.ask({ model: 'claude-opus-4-5' }).catch(() => null);
  await stream.begin('half an answer');
  await page.getByText('1 live request', { exact: true }).waitFor();
  await page.getByRole('main').getByText('claude-opus-4-5').waitFor();

  await dashboard.restart(async () => {
    await dashboard.app.kill();
    await dashboard.sees('The connection to Code Proxy is lost.');
    // Nobody knows of that request any more.
    await page.getByText('1 live request', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('main').getByText('claude-opus-4-5').waitFor({ state: 'detached' });
    await dashboard.sees('Unknown while the connection is lost.');
  });
  await answer;
  await page.getByRole('heading', { name: 'Please log in again' }).waitFor();
  await dashboard.logIn(await dashboard.freshLink());
  await page.getByText('0 live requests', { exact: true }).waitFor();
  await dashboard.sees('Nothing under way.');
  expect(await page.getByText('The connection to Code Proxy is lost.').count()).toBe(0);

  await dashboard.goTo('Requests');
  await page.getByRole('row').filter({ hasText: 'claude-opus-4-5' }).getByText('Interrupted').waitFor();
  await dashboard.ask({ model: 'claude-after-restart' });
  await page.getByRole('row').filter({ hasText: 'claude-after-restart' }).getByText('Delivered').waitFor();
});

it('shows an orderly stop as such, with the command that starts it again', async () => {
  const dashboard = await browser.open();
  dashboard.announce(CUT_OFF);
  await dashboard.goTo('Settings');
  await dashboard.app.stop();
  const warning = dashboard.page.getByRole('region', { name: 'Warnings' });
  await warning.getByText('The connection to Code Proxy is lost.').waitFor();
  await warning.getByText('code-proxy serve', { exact: true }).waitFor();
  // A change that cannot be saved is said, and not lost without a word.
  await dashboard.page.getByRole('textbox', { name: 'Retries' }).fill('9');
  await dashboard.page.keyboard.press('Enter');
  await dashboard.sees('Code Proxy does not answer. It may have been stopped.');
});
