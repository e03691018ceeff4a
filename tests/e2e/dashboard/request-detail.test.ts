/** One request in detail: attempts, headers, bodies, the answer, the conversation; as cURL, as HAR, and sent once more. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { harSchema } from '../../../src-shared/request-export/har-log.ts';
import { type Dashboard, type OpenOptions, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, refuse, type Step, silence, streamText } from '../../support/fake-endpoint.ts';
import { accessibilityFaults, cutTexts, misfits, settle, stillness } from '../../support/page-inspection.ts';

const browser = useDashboardBrowser();
const KEY = 'sk-of-the-second-endpoint-123';
const listSchema = z.object({ items: z.array(z.object({ id: z.string(), client: z.string().nullable() })) });

/** A request of Claude Code's shape with a past, and a word deep inside that is easy to look for. */
const BODY = JSON.stringify({
  model: 'claude-sonnet-4-5',
  max_tokens: 1_024,
  stream: true,
  system: [{ type: 'text', text: 'You are careful. '.repeat(300), cache_control: { type: 'ephemeral' } }],
  tools: [{ name: 'Bash', description: 'Runs a command', input_schema: { type: 'object', properties: {} } }],
  messages: [
    { role: 'user', content: [{ type: 'text', text: "What's in this folder? needle-in-a-haystack" }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'README.md' }] },
  ],
});

interface Opened {
  readonly dashboard: Dashboard;
  readonly busy: FakeEndpoint;
  readonly healthy: FakeEndpoint;
  readonly id: string;
}

async function ask({ app }: Dashboard, body = BODY): Promise<void> {
  const { token } = await app.json(z.object({ token: z.string() }), 'token', 'show');
  const response = await fetch(`${app.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'user-agent': 'claude-cli/2.1.329',
      authorization: `Bearer ${token}`,
    },
    body,
  });
  await response.text();
}

const ids = async ({ app }: Dashboard) => (await app.json(listSchema, 'requests')).items;

/** The first endpoint is overloaded, the second answers with `steps`; one request is done. */
async function openDone(steps: readonly Step[], options: OpenOptions = {}): Promise<Opened> {
  const busy = await FakeEndpoint.start([refuse(529, { message: 'so many guests' })]);
  const healthy = await FakeEndpoint.start(steps);
  onTestFinished(async () => {
    await Promise.all([busy.stop(), healthy.stop()]);
  });
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Busy', url: busy.url, token: 'sk-of-the-first-endpoint-123' },
      { name: 'Healthy', url: healthy.url, token: KEY },
    ],
    ...options,
  });
  await ask(dashboard);
  const [done] = await ids(dashboard);
  return { dashboard, busy, healthy, id: done?.id ?? '' };
}

const tab = ({ page }: Dashboard, name: string) => page.getByRole('tab', { name, exact: true });

/** Chooses one of a select's options. */
async function choose({ page }: Dashboard, select: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: select }).click();
  await page.getByRole('option', { name: option }).click();
}

async function action({ page }: Dashboard, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Copy, save and send again' }).click();
  await page.getByRole('menuitem', { name }).click();
}

const cells = async (row: Locator) => (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim());

it('shows headers with what became of them, and no credential', async () => {
  const { dashboard, id } = await openDone([streamText('hello')]);
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
  await choose(dashboard, 'Attempt', 'Attempt 1: Busy');
  await dashboard.sees('This answer did not go to the client');
});

it('lays the body out, finds words in it, and folds it', async () => {
  const { dashboard, id } = await openDone([streamText('hello')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}`);
  await tab(dashboard, 'Request').click();
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
  await choose(dashboard, 'Message', /To Healthy/);
  await dashboard.sees(/POST http.*\/v1\/messages\?beta=true/);
});

it('shows the answer as a message, as events and as it came; also that of an attempt that failed', async () => {
  const { dashboard, id } = await openDone([streamText('', { pieces: ['There is ', 'a README.'] })]);
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
  await choose(dashboard, 'Message', /From Busy/);
  await page.getByRole('button', { name: 'Message' }).click();
  await dashboard.sees('overloaded_error');
  await dashboard.sees('so many guests');
});

it('reads like a conversation', async () => {
  const { dashboard, id } = await openDone([streamText('There is a README.')]);
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

it('copies a command that asks the endpoint the same, with the key left to the user', async () => {
  const { dashboard, id, healthy } = await openDone([streamText('hello')]);
  const { page } = dashboard;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dashboard.visit(`/requests/${id}?tab=overview`);
  await action(dashboard, 'Copy as cURL …');
  const dialog = page.getByRole('dialog', { name: 'As a cURL command' });
  await dialog.getByRole('region', { name: 'cURL command' }).waitFor();
  await dialog.getByRole('button', { name: 'Copy cURL command' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  expect(command).not.toContain(KEY);
  expect(command).toContain(`${healthy.url}/v1/messages?beta=true`);
  const hasCurl = (() => {
    try {
      return execFileSync('curl', ['--version']).length > 0;
    } catch {
      return false; // Not every machine has it; what a shell makes of the command is tested without it.
    }
  })();
  if (!hasCurl) return;
  const run = import('node:child_process').then(({ execFile }) => {
    return new Promise<string>((resolve, reject) => {
      const child = execFile('sh', { env: { ...process.env, API_KEY: KEY } }, (error, out) => (error === null ? resolve(out) : reject(error)));
      child.stdin?.end(command);
    });
  });
  expect(await run).toContain('message_stop');
  const [first, second] = healthy.seen;
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
  expect(second?.headers.authorization ?? second?.headers['x-api-key']).toContain(KEY);
});

it('saves a HAR log of all messages', async () => {
  const { dashboard, id } = await openDone([streamText('hello')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=overview`);
  const [download] = await Promise.all([page.waitForEvent('download'), action(dashboard, 'Save as HAR')]);
  expect(download.suggestedFilename()).toBe(`request-${id.slice(0, 13)}.har`);
  const { log } = harSchema.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
  expect(log.entries.map(({ response }) => response.status)).toEqual([200, 529, 200]);
  expect(log.entries[2]?.request.postData?.text).toBe(BODY);
  expect(log.entries[2]?.response.content.text).toContain('message_stop');
  expect(JSON.stringify(log)).not.toContain(KEY);
});

it('asks before it sends a request again, and compares the answers', async () => {
  const { dashboard, id, healthy, busy } = await openDone([streamText('The cat sat.'), streamText('The dog sat.', { outputTokens: 9 }), silence]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=overview`);
  await action(dashboard, 'Send again …');
  const dialog = page.getByRole('dialog', { name: 'Send this request again' });
  await dialog.getByText(/This costs tokens: about 16 tokens/).waitFor();
  expect(healthy.seen).toHaveLength(1);
  await dialog.getByLabel('Model').last().fill('claude-opus-9');
  await dialog.getByRole('button', { name: 'Send, it costs tokens' }).click();
  const compared = page.getByRole('region', { name: 'Texts side by side' }).last();
  await compared.locator('mark').getByText('cat').waitFor();
  await compared.locator('mark').getByText('dog').waitFor();
  await dashboard.sees('The texts are the same by 75%.');
  expect(healthy.seen.map(({ body }) => JSON.parse(body.toString()).model)).toEqual(['claude-sonnet-4-5', 'claude-opus-9']);
  expect(busy.seen).toHaveLength(1);
  const [replay] = await ids(dashboard);
  expect(replay?.client).toBe('code-proxy-replay');
  await page.getByRole('link', { name: 'Open its record' }).click();
  await dashboard.sees(`replay of ${id}`);
  // It is audited like any exchange.
  await tab(dashboard, 'Conversation').click();
  await page.getByRole('article', { name: 'Answer' }).getByText('The dog sat.').waitFor();
  // A replay that takes too long can be given up.
  await action(dashboard, 'Send again …');
  await dialog.getByRole('button', { name: 'Send, it costs tokens' }).click();
  await healthy.arrived(3);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await dashboard.sees('cancelled');
});

it('goes through tabs and requests from the keyboard, and keeps its place in the address', async () => {
  const { dashboard, id } = await openDone([streamText('hello')]);
  await ask(dashboard);
  const { page } = dashboard;
  const newest = (await ids(dashboard))[0]?.id ?? '';
  await dashboard.goTo('Requests');
  await page.getByRole('row').nth(1).click();
  await tab(dashboard, 'Overview').focus();
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

it('says in words that nothing was kept', async () => {
  const { dashboard } = await openDone([streamText('hello')]);
  expect((await dashboard.app.verb('settings', 'set', 'audit.isOn', 'false')).code).toBe(0);
  await ask(dashboard);
  const [last] = await ids(dashboard);
  await dashboard.visit(`/requests/${last?.id}?tab=request`);
  await dashboard.sees('Nothing was kept of this request');
});

const SIZES = [
  { width: 900, height: 600 },
  { width: 1600, height: 1000 },
];

it.each([
  ['overview', 'headers', 'request'],
  ['answer', 'conversation', 'replay'],
])('has no serious accessibility fault and fits into small and large windows: %s, %s, %s', async (...parts) => {
  const { dashboard, id } = await openDone([streamText('The cat sat.')]);
  const { page } = dashboard;
  for (const part of parts) {
    await settle(dashboard, `/requests/${id}?tab=${part}`);
    await page
      .getByRole('tabpanel')
      .getByRole('status', { name: /Loading/ })
      .first()
      .waitFor({ state: 'detached' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      await stillness(page);
      expect.soft(await accessibilityFaults(page), `${part}, ${colorScheme}`).toEqual([]);
    }
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await stillness(page);
      expect.soft([...(await misfits(page)), ...(await cutTexts(page))], `${part} at ${size.width}`).toEqual([]);
    }
  }
});
