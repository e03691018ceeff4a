/** Names as long as they may be, without a blank to break them at, in the smallest window. */
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { misfits } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();

const SMALLEST = { width: 900, height: 600 };
const NAME = 'W'.repeat(60);
const TITLE = 'W'.repeat(120);

/** What of the dialog's text is wider than its place. */
const overflowing = (dialog: Locator) =>
  dialog.evaluate((popup) =>
    [popup, ...popup.querySelectorAll('h2, p, header')].filter((one) => one.scrollWidth > one.clientWidth + 1).map(({ tagName }) => tagName),
  );

it('breaks long names in dialogs and rules, with every button in sight', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: NAME, url: 'http://127.0.0.1:9' }], browser: { viewport: SMALLEST } });
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction(NAME, 'Delete');
  const question = page.getByRole('alertdialog');
  await question.waitFor();
  expect(await overflowing(question)).toEqual([]);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await dashboard.chooseAction(NAME, 'Edit');
  const form = page.getByRole('dialog');
  await form.waitFor();
  expect(await overflowing(form)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });

  await dashboard.goTo('Failover rules');
  await page.getByRole('button', { name: 'Add rule' }).click();
  await form.getByLabel('Title').fill(TITLE);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('article', { name: TITLE }).waitFor();
  expect(await misfits(page)).toEqual([]);
});

it('keeps a menu within the window, wherever it is opened', async () => {
  const endpoints = Array.from({ length: 4 }, (_, index) => ({ name: `Place ${index}`, url: `http://127.0.0.1:${index + 2}` }));
  const dashboard = await browser.open({ endpoints, browser: { viewport: SMALLEST } });
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  for (const { name } of endpoints) {
    const opener = page.getByRole('button', { name: `Actions for ${name}`, exact: true });
    // In the middle there is the least room above and below.
    await opener.evaluate((button) => button.scrollIntoView({ block: 'center' }));
    await opener.click();
    const menu = page.getByRole('menu');
    const isInside = () =>
      menu.evaluate((popup) => popup.getBoundingClientRect().top >= 0 && popup.getBoundingClientRect().bottom <= window.innerHeight);
    await eventually(isInside).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
});
