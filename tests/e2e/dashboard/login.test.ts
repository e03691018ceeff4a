/** Who gets into the dashboard, for how long, and what those are told who do not. */
import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';

const browser = useDashboardBrowser();
const REFUSED = /status of 401/;

it('lets a login link in once, takes the code out of the address, and refuses the second use with a way forward', async () => {
  const dashboard = await browser.open();
  dashboard.announce(REFUSED);
  const { page } = dashboard;
  expect(page.url()).toBe(`${dashboard.url}/`);
  // Neither the address nor the way back holds the code.
  await page.goBack();
  expect(page.url()).not.toContain('#');

  const second = await page.context().newPage();
  await second.goto(dashboard.loginUrl);
  await second.getByRole('heading', { name: 'This login link does not work any more' }).waitFor();
  expect(second.url()).toBe(`${dashboard.url}/login`);
  await second.getByText('code-proxy dashboard', { exact: true }).waitFor();
});

it('lets a fresh link in, pasted into the very tab that refused the old one', async () => {
  const dashboard = await browser.open();
  dashboard.announce(REFUSED);
  const { page } = dashboard;
  await page.goto(dashboard.loginUrl);
  await page.getByRole('heading', { name: 'This login link does not work any more' }).waitFor();
  await page.goto(await dashboard.freshLink());
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  expect(page.url()).toBe(`${dashboard.url}/`);
});

it('stays logged in when the tab is loaded again', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  for (const path of ['/', '/settings', '/requests?status=5']) {
    await dashboard.visit(path);
    await page.reload();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    expect(page.url()).toBe(`${dashboard.url}${path}`);
  }
});

it('tells a browser without a session which command gives a link, and shows it nothing else', async () => {
  const dashboard = await browser.open({ logIn: false, endpoints: [{ name: 'Secret place', url: 'http://127.0.0.1:1' }] });
  dashboard.announce(REFUSED);
  const { page } = dashboard;
  await page.goto(`${dashboard.url}/endpoints`);
  await page.getByRole('heading', { name: 'Please log in again' }).waitFor();
  await page.getByText('code-proxy dashboard', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Copy the command' }).waitFor();
  expect(await page.content()).not.toContain('Secret place');
});

it('does not let a second tab in on the cookie alone', async () => {
  const dashboard = await browser.open();
  dashboard.announce(REFUSED);
  const second = await dashboard.page.context().newPage();
  await second.goto(`${dashboard.url}/`);
  await second.getByRole('heading', { name: 'Please log in again' }).waitFor();
  // The first tab is not thrown out by that.
  await dashboard.page.bringToFront();
  await dashboard.goTo('Settings');
});

it('logs a browser out for good, and lets it in again with a fresh link', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Secret place', url: 'http://127.0.0.1:1' }] });
  dashboard.announce(REFUSED);
  // The server cuts the feed of a session that has ended.
  dashboard.announce(/INCOMPLETE_CHUNKED_ENCODING/);
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  await page.getByText('Secret place').first().waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
  await page.getByText('code-proxy dashboard', { exact: true }).waitFor();
  expect(await page.content()).not.toContain('Secret place');
  // Neither the tab nor the browser has anything left that would open the door.
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
  expect(await page.context().cookies()).toEqual([]);
  await page.reload();
  await page.getByRole('heading', { name: 'Please log in again' }).waitFor();
  await dashboard.logIn(await dashboard.freshLink());
});

it('shows an address that leads nowhere as such, with a way back', async () => {
  const dashboard = await browser.open();
  await dashboard.visit('/nowhere');
  await dashboard.page.getByRole('link', { name: 'Go to the dashboard' }).click();
  await dashboard.page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
});
