/** The languages of the dashboard: chosen, followed, remembered, and spoken by numbers, times and what the core says too. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { FakeEndpoint, refuse } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const PLACE = { name: 'Main', url: 'http://127.0.0.1:1' };
const settingsSchema = z.object({ settings: z.object({ ui: z.object({ language: z.string() }) }) });

async function choose({ page }: Dashboard, button: RegExp, language: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('menuitemradio', { name: language }).click();
}
const heading = ({ page }: Dashboard, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

it('changes everything at once, stores the choice, and begins with it at the next visit', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page, app } = dashboard;
  await dashboard.goTo('Endpoints');
  await choose(dashboard, /^Language: /, 'Русский');
  await heading(dashboard, 'Эндпоинты');
  await page.locator('html[lang=ru]').waitFor();
  await page.getByRole('navigation', { name: 'Страницы' }).getByRole('link', { name: 'Настройки' }).waitFor();
  await expect.poll(() => page.title()).toBe('Эндпоинты · Code Proxy');
  await expect.poll(async () => (await app.json(settingsSchema, 'settings', 'get')).settings.ui.language).toBe('ru');

  await page.reload();
  await heading(dashboard, 'Эндпоинты');
  await choose(dashboard, /^Язык: /, '简体中文');
  await heading(dashboard, '端点');
  await page.locator('html[lang=zh-Hans]').waitFor();
  await choose(dashboard, /^语言：/, 'English');
  await heading(dashboard, 'Endpoints');
});

it('follows the language of the browser until one is chosen, and a choice made elsewhere is seen at once', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE], logIn: false, browser: { locale: 'zh-CN' } });
  await dashboard.page.goto(dashboard.loginUrl);
  await heading(dashboard, '仪表盘');
  await dashboard.app.verb('settings', 'set', 'ui.language', 'ru');
  await heading(dashboard, 'Обзор');
});

it('is chosen from the keyboard, which says what is chosen now', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  await page.getByRole('button', { name: 'Language: As the system' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'As the system', checked: true }).waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await heading(dashboard, 'Обзор');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Язык: Русский');
});

it('speaks English to those whose language it does not know', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE], browser: { locale: 'fr-FR' } });
  expect(await dashboard.page.evaluate(() => document.documentElement.lang)).toBe('en');
});

it('says in the language of the page what the core says, and keeps the words of endpoints', async () => {
  const endpoint = await FakeEndpoint.start([refuse(402, { message: 'no more guests' })]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  await dashboard.app.verb('settings', 'set', 'ui.language', 'ru');
  await heading(dashboard, 'Обзор');
  await dashboard.ask();
  const { page } = dashboard;
  dashboard.announce(/status of 409/);
  await page.getByRole('link', { name: 'Эндпоинты' }).click();
  await dashboard.card('Main').getByText('Причина: ответил статусом 402 (billing_error: no more guests)').waitFor();
  await dashboard.card('Main').getByText('На паузе').waitFor();
  // What the schema says about a field, and what the core refuses.
  await page.getByRole('button', { name: 'Добавить эндпоинт' }).click();
  const dialog = page.getByRole('dialog', { name: 'Новый эндпоинт' });
  await dialog.getByLabel('Название').fill('Main');
  await dialog.getByLabel('Базовый URL').fill('nowhere');
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await dialog.getByText('должен начинаться с http:// или https://').waitFor();
  await dialog.getByLabel('Базовый URL').fill('http://127.0.0.1:2');
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await dialog.getByText('Эндпоинт «Main» уже есть. Выберите другое название.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog', { name: 'Закрыть без сохранения?' }).getByRole('button', { name: 'Не сохранять' }).click();
  await page.getByRole('link', { name: 'Правила' }).click();
  await page.getByRole('heading', { name: 'Эндпоинт перегружен' }).waitFor();
});

it('stays on the page and in English when the strings cannot be loaded', async () => {
  const dashboard = await browser.open({ endpoints: [PLACE] });
  const { page } = dashboard;
  dashboard.announce(/zh-|ERR_|Failed to load/);
  await page.route(/\/assets\/zh-/, (route) => route.abort());
  await choose(dashboard, /^Language: /, '简体中文');
  await dashboard.sees('Something unexpected went wrong');
  await heading(dashboard, 'Dashboard');
});
