/** One request in detail: attempts, headers, bodies, the answer, the conversation. */
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { KEY, openDetail } from '../../support/detail-page.ts';
import { eventually } from '../../support/eventually.ts';
import { streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

const cells = async (row: Locator) => (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());

it('shows headers with what became of them, and no credential', async () => {
  const { dashboard, id, choose } = await openDetail(browser, [streamText('hello')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=headers`);
  const sent = page.getByRole('table', { name: 'Request: from the client to Healthy' });
  const row = (name: string) => sent.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await row('x-code-proxy-via').waitFor();
  expect((await cells(row('x-code-proxy-via'))).at(-1)).toBe('Added');
  expect((await cells(row('connection'))).at(-1)).toBe('Removed');
  expect((await cells(row('anthropic-version'))).at(-1)).toBe('Unchanged');
  await page.getByRole('checkbox', { name: 'Only what differs' }).click();
  await eventually(() => row('anthropic-version').count()).toBe(0);
  expect(await page.getByRole('main').innerText()).not.toContain(KEY);
  await choose('Attempt', 'Attempt 1: Busy');
  await dashboard.sees('This answer did not go to the client');
});

it('lays the body out, finds words in it, and folds it', async () => {
  const { dashboard, id, tab, choose } = await openDetail(browser, [streamText('hello')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}`);
  await tab('Request').click();
  const body = page.getByRole('region', { name: 'Text of the body' });
  await body.getByText('"claude-sonnet-4-5"').waitFor();
  const search = page.getByRole('searchbox', { name: 'Search in the body' });
  await search.fill('NEEDLE-in');
  await dashboard.sees('1 hit');
  await search.press('Enter');
  await dashboard.sees('1 of 1');
  await body.locator('mark').getByText('needle-in').waitFor();
  await search.fill('');
  await page.getByRole('button', { name: 'Fold all' }).click();
  await eventually(() => body.getByText('needle-in').count()).toBe(0);
  await choose('Message', /To Healthy/);
  await dashboard.sees(/POST http.*\/v1\/messages\?beta=true/);
});

it('shows the answer as a message, as events and as it came; also that of an attempt that failed', async () => {
  const { dashboard, id, choose } = await openDetail(browser, [streamText('', { pieces: ['There is ', 'a README.'] })]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=answer`);
  await dashboard.sees('There is a README.');
  await dashboard.sees('Stopped: end_turn');
  await page.getByRole('button', { name: 'Events' }).click();
  await dashboard.sees('8 events');
  await page.getByRole('button', { name: 'Event 4: content_block_delta' }).click();
  await dashboard.sees(/"text": "There is "/);
  await page.getByRole('button', { name: 'Raw' }).click();
  await page.getByRole('region', { name: 'Text of the body' }).getByText('event: message_start').waitFor();
  await choose('Message', /From Busy/);
  await page.getByRole('button', { name: 'Message' }).click();
  await dashboard.sees('overloaded_error');
  await dashboard.sees('so many guests');
});

it('reads like a conversation', async () => {
  const { dashboard, id } = await openDetail(browser, [streamText('There is a README.')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=conversation`);
  const talk = page.getByRole('region', { name: 'Conversation' });
  await talk.getByRole('article', { name: 'System' }).getByText('Cache mark: ephemeral').waitFor();
  await talk.getByRole('article', { name: 'User' }).first().getByText("What's in this folder?").waitFor();
  await talk.getByRole('article', { name: 'Assistant' }).getByText('Calls Bash').waitFor();
  await talk.getByText('Result of Bash').waitFor();
  await talk.getByRole('article', { name: 'Answer' }).getByText('There is a README.').waitFor();
  const length = () => talk.evaluate((element) => element.scrollHeight);
  const before = await length();
  await talk.getByRole('button', { name: /Show all \(5,100 characters\)/ }).click();
  await eventually(async () => (await length()) > before).toBe(true);
});

it('goes through tabs and requests from the keyboard, and keeps its place in the address', async () => {
  const { dashboard, id, tab, ask } = await openDetail(browser, [streamText('hello')]);
  const newest = await ask();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await page.getByRole('row').nth(1).click();
  await tab('Overview').focus();
  await page.keyboard.press('ArrowRight');
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests/${newest}?tab=headers`);
  await eventually(() => page.getByRole('button', { name: 'Older request (j)' }).isEnabled()).toBe(true);
  await page.keyboard.press('j');
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests/${id}?tab=headers`);
  await eventually(() => page.getByRole('button', { name: 'Newer request (k)' }).isEnabled()).toBe(true);
  await page.keyboard.press('k');
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests/${newest}?tab=headers`);
  await eventually(() => page.getByRole('button', { name: 'Newer request (k)' }).isEnabled()).toBe(false);
  await page.keyboard.press('Escape');
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests`);
});

it('begins each step where the one before led, also when nothing was drawn in between', async () => {
  const { dashboard, id, tab, ask } = await openDetail(browser, [streamText('hello')]);
  const newest = await ask();
  const { page } = dashboard;
  await dashboard.goTo('Requests');
  await page.getByRole('row').nth(1).click();
  await eventually(() => page.getByRole('button', { name: 'Older request (j)' }).isEnabled()).toBe(true);
  expect(page.url()).toBe(`${dashboard.url}/requests/${newest}`);
  await tab('Headers').evaluate((element: HTMLElement) => {
    element.click();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  });
  await eventually(() => page.url()).toBe(`${dashboard.url}/requests/${id}?tab=headers`);
});

it('says in words that nothing was kept', async () => {
  const { dashboard, ask } = await openDetail(browser, [streamText('hello')]);
  expect((await dashboard.app.verb('settings', 'set', 'audit.isOn', 'false')).code).toBe(0);
  await dashboard.visit(`/requests/${await ask()}?tab=request`);
  await dashboard.sees('Nothing was kept of this request');
});

it('shows what looks like a page or a link as the text that it is, in every tab', async () => {
  const evil =
    '<img src="x" onerror="window.ran=1"><script>window.ran=1</script> [click](javascript:window.ran=1) <a href="javascript:window.ran=1">go</a>';
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 1_024,
    stream: true,
    system: evil,
    messages: [
      { role: 'user', content: evil },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: evil, input: { command: evil } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: evil }] },
    ],
  });
  const { dashboard, id } = await openDetail(browser, [streamText(evil)], { body });
  const { page } = dashboard;
  for (const part of ['headers', 'request', 'answer', 'conversation']) {
    await dashboard.visit(`/requests/${id}?tab=${part}`);
    if (part !== 'headers') await page.getByRole('tabpanel').getByText('window.ran=1').first().waitFor();
    expect(await page.locator('[src="x"], [href^="javascript"], #page script').count(), part).toBe(0);
  }
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
