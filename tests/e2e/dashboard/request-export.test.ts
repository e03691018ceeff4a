/** What is made of one request elsewhere: a command of curl, a HAR log, and the same request sent once more. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { harSchema } from '../../../src-shared/request-export/har-log.ts';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { BODY, KEY, openDetail } from '../../support/detail-page.ts';
import { silence, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const listSchema = z.object({ items: z.array(z.object({ client: z.string().nullable() })) });

it('copies a command that asks the endpoint the same, with the key left to the user', async () => {
  const { dashboard, id, healthy, action } = await openDetail(browser, [streamText('hello')]);
  const { page } = dashboard;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dashboard.visit(`/requests/${id}?tab=overview`);
  await action('Copy as cURL …');
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
  const { dashboard, id, action } = await openDetail(browser, [streamText('hello')]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=overview`);
  const [download] = await Promise.all([page.waitForEvent('download'), action('Save as HAR')]);
  expect(download.suggestedFilename()).toBe(`request-${id.slice(0, 13)}.har`);
  const { log } = harSchema.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
  expect(log.entries.map(({ response }) => response.status)).toEqual([200, 529, 200]);
  expect(log.entries[2]?.request.postData?.text).toBe(BODY);
  expect(log.entries[2]?.response.content.text).toContain('message_stop');
  expect(JSON.stringify(log)).not.toContain(KEY);
});

it('asks before it sends a request again, and compares the answers', async () => {
  const { dashboard, id, healthy, busy, tab, action } = await openDetail(browser, [
    streamText('The cat sat.'),
    streamText('The dog sat.', { outputTokens: 9 }),
    silence,
  ]);
  const { page } = dashboard;
  await dashboard.visit(`/requests/${id}?tab=overview`);
  await action('Send again …');
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
  const [replay] = (await dashboard.app.json(listSchema, 'requests')).items;
  expect(replay?.client).toBe('code-proxy-replay');
  await page.getByRole('link', { name: 'Open its record' }).click();
  await dashboard.sees(`replay of ${id}`);
  // It is audited like any exchange.
  await tab('Conversation').click();
  await page.getByRole('article', { name: 'Answer' }).getByText('The dog sat.').waitFor();
  // A replay that takes too long can be given up.
  await action('Send again …');
  await dialog.getByRole('button', { name: 'Send, it costs tokens' }).click();
  await healthy.arrived(3);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await dashboard.sees('cancelled');
});
