import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';

const browser = useDashboardBrowser();

/** Beside every dialog, on what lies behind it. */
const BACKDROP = { x: 20, y: 780 };

it('keeps what was entered when the backdrop is hit or Escape pressed, until it is to be discarded', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  // Where the list is empty the page offers it twice.
  await page.getByRole('button', { name: 'Add endpoint' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add an endpoint' });
  const name = form.getByLabel('Name', { exact: true });
  await form.waitFor();
  // The form begins in its first field, so that a name with blanks can be typed at once.
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'name');
  await page.keyboard.type('My own gateway');

  const question = page.getByRole('alertdialog', { name: 'Discard your input?' });
  for (const leave of [
    () => page.mouse.click(BACKDROP.x, BACKDROP.y),
    () => page.keyboard.press('Escape'),
    () => form.getByRole('button', { name: 'Close' }).click(),
  ]) {
    await leave();
    await question.waitFor();
    // The safe answer has the focus.
    await page.waitForFunction(() => document.activeElement?.textContent === 'Go on editing');
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(await name.inputValue()).toBe('My own gateway');
  }

  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Discard' }).click();
  await form.waitFor({ state: 'detached' });
});
