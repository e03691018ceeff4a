/** The key of the stored credentials and the service of the system, on the settings page. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { accessibilityFaults, cutTexts, misfits, resize, stillness } from '../../support/page-inspection.ts';
import { StubSystems } from '../../support/stub-systems.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const browser = useDashboardBrowser();
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

it('says where the key lives, what it seals, and why it cannot move into a keychain from here', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'main', url: 'http://127.0.0.1:9', token: 'sk-test-1234567890' }] });
  await dashboard.goTo('Settings');
  const secrets = section(dashboard.page, 'Stored credentials');
  await secrets.getByText('The key lives in a key file').waitFor();
  expect(await secrets.textContent()).toContain('1 credential of an endpoint');
  expect(await secrets.getByRole('button', { name: 'Move to the keychain' }).isDisabled()).toBe(true);
  await secrets.getByText(/Only the desktop app reaches this computer’s keychain/).waitFor();
});

it.skipIf(process.platform !== 'linux')(
  'shows what it would write before it does, sets the service up, and leaves nothing of it behind',
  async () => {
    const stubs = await StubSystems.in(await tempFolder());
    const home = await tempFolder();
    const dashboard = await browser.open({ environment: { PATH: stubs.path, HOME: home } });
    const { page } = dashboard;
    const units = join(home, '.config', 'systemd', 'user');
    await stateIs(stubs, 'inactive', 0);
    await dashboard.goTo('Settings');
    const service = section(page, 'Start with the system');
    await service.getByText('Not set up').waitFor();

    const dialog = page.getByRole('dialog', { name: 'Start with the system' });
    await service.getByRole('button', { name: 'Set up …' }).click();
    await dialog.getByText('New file').waitFor();
    const unit = dialog.getByRole('region', { name: /code-proxy-[0-9a-f]{8}\.service$/ });
    const shown = (await unit.textContent()) ?? '';
    expect(shown).toContain('[Service]\nExecStart=');
    await dialog.getByText('systemctl --user daemon-reload').waitFor();
    await dialog.getByText(/there is only ever one/).waitFor();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('checkbox', { name: 'Leave Claude Code’s settings alone' }).click();
    await eventually(() => unit.textContent()).toContain('--no-claude-settings');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await readdir(home)).toEqual([]);

    await service.getByRole('button', { name: 'Set up …' }).click();
    await eventually(() => unit.textContent()).toContain('--no-claude-settings');
    await dialog.getByRole('button', { name: 'Write and start' }).click();
    await dashboard.sees('The service is set up');
    const [name = ''] = await readdir(units);
    expect(await readFile(join(units, name), 'utf8')).toContain('"--no-claude-settings"');
    await service.getByText('Not running').waitFor();
    await service.getByText(/has the data folder, and there is only ever one/).waitFor();
    expect(await faults(page)).toEqual([]);

    await stateIs(stubs, 'failed', 1);
    await page.reload();
    await service.getByText('Failed', { exact: true }).waitFor();
    expect(await service.textContent()).toContain('last exit code 1');
    await stubs.forget();
    await service.getByRole('button', { name: 'Remove …' }).click();
    await page.getByRole('button', { name: 'Remove the service' }).click();
    await dashboard.sees('The service is gone');
    await service.getByText('Not set up').waitFor();
    expect(await readdir(units)).toEqual([]);
    expect(await stubs.commands()).toContain(`systemctl --user disable ${name}`);
  },
);

it.skipIf(process.platform !== 'linux')('says in the system’s own words that nothing can be set up here', async () => {
  const stubs = await StubSystems.in(await tempFolder());
  await stubs.answer('systemctl', ['--user', 'show'], { code: 1, err: 'Failed to connect to bus: No medium found' });
  const dashboard = await browser.open({ environment: { PATH: stubs.path } });
  await dashboard.goTo('Settings');
  const service = section(dashboard.page, 'Start with the system');
  await service.getByText(/No service manager answers here/).waitFor();
  await service.getByText('The system says: Failed to connect to bus: No medium found').waitFor();
  expect(await service.getByRole('button').count()).toBe(0);
});

it.skipIf(process.platform !== 'linux')('tells of a command that failed, and of the page that ends with the service', async () => {
  const stubs = await StubSystems.in(await tempFolder());
  const dashboard = await browser.open({ environment: { PATH: stubs.path, HOME: await tempFolder() } });
  dashboard.announce(/status of 409/);
  const { page } = dashboard;
  await stateIs(stubs, 'inactive', 0);
  await stubs.answer('systemctl', ['--user', 'enable'], { code: 1, err: 'Unit file is masked.' });
  await dashboard.goTo('Settings');
  const service = section(page, 'Start with the system');
  await service.getByRole('button', { name: 'Set up …' }).click();
  await page.getByRole('button', { name: 'Write and start' }).click();
  await dashboard.sees(/systemctl --user enable .* failed: Unit file is masked/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await runsAs(stubs, dashboard);
  await page.reload();
  await service.getByText(/It serves this page/).waitFor();
  expect(await service.getByRole('button', { name: 'Change …' }).count()).toBe(0);
});

/** In both themes, and in the smallest window. */
async function faults(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
    await stillness(page);
    found.push(...(await accessibilityFaults(page)));
  }
  await resize(page, { width: 900, height: 600 });
  found.push(...(await misfits(page)), ...(await cutTexts(page)));
  await resize(page, { width: 1_280, height: 800 });
  return found;
}

function stateIs(stubs: StubSystems, state: string, exitCode: number): Promise<void> {
  return stubs.answer('systemctl', ['--user', 'show'], {
    out: `ActiveState=${state}\nMainPID=0\nNRestarts=0\nExecMainCode=1\nExecMainStatus=${exitCode}\n`,
  });
}

/** As if the system had started the app that serves the page. */
async function runsAs(stubs: StubSystems, { app }: Dashboard): Promise<void> {
  const { out } = await app.verb('status', '--json');
  const pid = /"pid": (\d+)/.exec(out)?.[1] ?? '0';
  await stubs.answer('systemctl', ['--user', 'show'], { out: `ActiveState=active\nMainPID=${pid}\nNRestarts=0\nExecMainCode=0\nExecMainStatus=0\n` });
}
