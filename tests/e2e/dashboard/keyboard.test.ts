/** Getting around without a pointer: shortcut keys, their sheet, where the focus is and where it goes back to. */
import { expect, it } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';

const browser = useDashboardBrowser();
const PLACE = { name: 'Main', url: 'http://127.0.0.1:1' };

/** Name and role of what has the focus. */
const focused = ({ page }: Dashboard) =>
  page.evaluate(
    () => `${document.activeElement?.tagName} ${document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent}`,
  );
/** Whether the focus can be seen: an outline or a ring. */
const isFocusVisible = ({ page }: Dashboard) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || (boxShadow !== 'none' && !boxShadow.startsWith('rgba(0, 0, 0, 0)'));
  });

it('goes to every page by "g" and a letter, and opens the form with "n"', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  for (const [key, name] of [
    ['e', 'Endpoints'],
    ['r', 'Requests'],
    ['c', 'Claude Code'],
    ['m', 'MCP servers'],
    ['l', 'Skills'],
    ['o', 'Doctor'],
    ['s', 'Settings'],
    ['d', 'Dashboard'],
  ] as const) {
    // Both at once, as fingers do: a busy machine may take a while between two steps of a test, and the keys would not belong together.
    await Promise.all([page.keyboard.press('g'), page.keyboard.press(key)]);
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search requests' }).waitFor();
  await eventually(() => focused(dashboard)).toBe('INPUT Search requests');
  // Letters belong to the field while someone types.
  await page.keyboard.type('ge');
  expect(await page.getByRole('searchbox', { name: 'Search requests' }).inputValue()).toBe('ge');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.getByRole('dialog', { name: 'Add an endpoint' }).waitFor();
});

it('lists all shortcuts in a sheet, takes no shortcut while it is open, and gives the focus back when it closes', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  const opener = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Go to the requests').waitFor();
  await sheet.getByText('Jump to the filter').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(page.url()).toBe(`${dashboard.url}/`);
  await eventually(() => focused(dashboard)).toBe('BUTTON Keyboard shortcuts');

  await page.keyboard.press('Shift+?');
  await sheet.waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
});

it('gives the focus back to what opened a dialog', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  await dashboard.goTo('Endpoints');
  await page.getByRole('button', { name: 'Add endpoint' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(() => focused(dashboard)).toBe('BUTTON Add endpoint');

  await page.getByRole('button', { name: 'Actions for Main' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
  await page.keyboard.press('Escape');
  await eventually(() => focused(dashboard)).toBe('BUTTON Actions for Main');
  for (const [action, role] of [
    ['Edit', 'dialog'],
    ['Delete', 'alertdialog'],
  ] as const) {
    await dashboard.chooseAction('Main', action);
    await page.getByRole(role).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole(role).waitFor({ state: 'detached' });
    await eventually(() => focused(dashboard)).toBe('BUTTON Actions for Main');
  }
});

it.each(['light', 'dark'] as const)('shows where the focus is, on every stop of the Tab key, in the %s theme', async (colorScheme) => {
  const dashboard = await browser.open({ endpoints: [PLACE], browser: { colorScheme } });
  const { page } = dashboard;
  for (const path of ['/', '/endpoints', '/requests', '/rules', '/claude-code', '/settings']) {
    await dashboard.visit(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const seen: string[] = [];
    const unseen: string[] = [];
    for (let presses = 0; presses < 45; presses += 1) {
      await page.keyboard.press('Tab');
      const name = await focused(dashboard);
      if (name.startsWith('BODY') || seen.includes(name)) break;
      seen.push(name);
      if (!(await isFocusVisible(dashboard))) unseen.push(name);
    }
    expect(seen.length, path).toBeGreaterThan(8);
    expect(unseen, path).toEqual([]);
  }
});

it('skips to the page with the first stop of the Tab key', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: 'Skip to the page' }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe('page');
});
