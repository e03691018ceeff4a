/** The page of the doctor: from nothing checked to findings, a fix that is asked about first, stopping, a report, three languages. */
import { writeFileSync } from 'node:fs';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { answer, FakeEndpoint, refusedUrl } from '../../support/fake-endpoint.ts';
import { accessibilityFaults, cutTexts, misfits, resize, stillness } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();
const SIZES = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
];
const KEY = 'sk-of-the-corner-shop-123456';

const check = ({ page }: Dashboard, id: string) => page.locator(`[data-check="${id}"]`);
const state = (dashboard: Dashboard, id: string, word: string) => check(dashboard, id).getByText(word, { exact: true }).waitFor();

async function runAll({ page }: Dashboard): Promise<void> {
  await page.getByRole('button', { name: /^(Run all checks|Run again)$/ }).click();
  await page.getByRole('button', { name: 'Run again' }).waitFor();
  await page.getByText(/^Last run/).waitFor();
}

async function openDoctor(): Promise<{ readonly dashboard: Dashboard; readonly folder: string }> {
  const healthy = await FakeEndpoint.start([answer(200, { 'content-type': 'application/json' }, JSON.stringify({ data: [{ id: 'claude-x' }] }))]);
  onTestFinished(() => healthy.stop());
  let folder = '';
  const dashboard = await browser.open({
    prepare(dataFolder) {
      folder = dataFolder;
      // A server that lacks its command: the details of a check have sentences too.
      writeFileSync(join(folder, '.claude.json'), JSON.stringify({ mcpServers: { halfway: { type: 'stdio' } } }));
    },
    endpoints: [
      { name: 'Corner Shop', url: healthy.url, token: KEY },
      { name: 'Gone', url: await refusedUrl(), token: KEY },
    ],
  });
  await dashboard.goTo('Doctor');
  return { dashboard, folder };
}

it('checks nothing by itself, then everything, and says what to do about what failed', async () => {
  const { dashboard } = await openDoctor();
  const { page } = dashboard;
  await page.getByText('Nothing has been checked yet').waitFor();
  await runAll(dashboard);
  await state(dashboard, 'database', 'In order');
  await state(dashboard, 'local-token', 'In order');
  const gone = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Endpoint Gone' }) });
  await gone.getByText('Failed', { exact: true }).first().waitFor();
  await gone.getByText('Check host and port, and whether the service is running.').waitFor();
  const shop = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Endpoint Corner Shop' }) });
  await shop.getByText('It is reached and accepts the key.').waitFor();
  expect(await shop.getByRole('listitem').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Connection/), expect.stringMatching(/^Key/)]),
  );

  await page.getByText('Only problems').click();
  await eventually(() => shop.count()).toBe(0);
  await gone.waitFor();
});

it.skipIf(process.platform === 'win32')('mends something after saying what it will do, and looks again', async () => {
  const { dashboard, folder } = await openDoctor();
  const { page } = dashboard;
  const file = join(folder, 'key');
  await chmod(file, 0o644);
  await runAll(dashboard);
  await state(dashboard, 'data-files', 'Warning');
  const button = page.getByRole('button', { name: 'Close the files' });
  await button.click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Their content stays as it is.').waitFor();
  await page.keyboard.press('Escape');
  expect((await stat(file)).mode & 0o777).toBe(0o644);
  await button.click();
  await dialog.getByRole('button', { name: 'Mend' }).click();
  await page.getByText('Only you can read the files now.').waitFor();
  await state(dashboard, 'data-files', 'In order');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('looks again at one check, from the keyboard', async () => {
  const { dashboard } = await openDoctor();
  const { page } = dashboard;
  await page.getByRole('button', { name: 'Run all checks' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Run again' }).waitFor();
  const again = page.getByRole('button', { name: 'Check again: Disk space' });
  await again.focus();
  await page.keyboard.press('Enter');
  await state(dashboard, 'disk-space', 'In order');
  await page.getByLabel('Details of Database').focus();
  await page.keyboard.press('Enter');
  await check(dashboard, 'database').getByText('proxy.db').waitFor();
});

it('gives a report to copy or save, without keys, folders and names', async () => {
  const { dashboard, folder } = await openDoctor();
  const { page } = dashboard;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await runAll(dashboard);
  await page.getByRole('button', { name: 'Copy report' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('### Code Proxy doctor');
  for (const word of [KEY, folder, 'Corner Shop']) expect(copied).not.toContain(word);
  await page.getByText('With names of endpoints and hosts').click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save report' }).click()]);
  expect(download.suggestedFilename()).toBe('code-proxy-report.md');
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved).toContain('Corner Shop');
  expect(saved).not.toContain(KEY);
});

it('can be stopped while an endpoint keeps it waiting', async () => {
  const silent = await FakeEndpoint.start([() => undefined]);
  onTestFinished(() => silent.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Silent', url: silent.url, token: KEY }] });
  const { page } = dashboard;
  await dashboard.goTo('Doctor');
  await page.getByRole('button', { name: 'Run all checks' }).click();
  await page.getByText(/^\d+ of \d+ checks done$/).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText('The run was stopped; what is missing was not looked at.').waitFor();
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Endpoint Silent' }) });
  await row.getByText('Skipped', { exact: true }).waitFor();
});

it('is accessible and fits, in both themes and three languages', { timeout: 600_000 }, async () => {
  const { dashboard } = await openDoctor();
  const { page, app } = dashboard;
  const found: string[] = [];
  const lookAt = async (what: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      await stillness(page);
      found.push(...(await accessibilityFaults(page)).map((fault) => `${what} ${colorScheme}: ${fault}`));
    }
    for (const size of SIZES) {
      await resize(page, size);
      found.push(...(await misfits(page)).map((misfit) => `${what} at ${size.width}: ${misfit}`));
      found.push(...(await cutTexts(page)).map((text) => `${what} at ${size.width}: cut off: ${text}`));
    }
  };
  await lookAt('empty');
  await runAll(dashboard);
  await lookAt('en');
  for (const [language, tag, title, problem] of [
    ['zh', 'zh-Hans', '诊断', 'halfway: 缺少命令。'],
    ['ru', 'ru', 'Диагностика', 'halfway: Нет команды.'],
  ] as const) {
    await app.verb('settings', 'set', 'ui.language', language);
    await page.locator(`html[lang=${tag}]`).waitFor();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await check(dashboard, 'mcp').getByText(problem).waitFor();
    await lookAt(language);
    const english = await page.locator('[data-check] p, [data-check] dd:not(.font-mono)').allTextContents();
    expect
      .soft(
        english.filter((text) => /\b(is|are|the|it)\b/i.test(text.replace(/"[^"]*"|[“«][^”»]*[”»]/g, ''))),
        language,
      )
      .toEqual([]);
  }
  expect(found).toEqual([]);
});
