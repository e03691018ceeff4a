/** One request in detail, for tests in a real browser: an app whose first endpoint is overloaded, and a request that went through it. */
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Dashboard, DashboardBrowser, OpenOptions } from './dashboard-page.ts';
import { FakeEndpoint, refuse, type Step } from './fake-endpoint.ts';

/** Credential of the endpoint that answers. */
export const KEY = 'sk-of-the-second-endpoint-123';

/** A request of Claude Code's shape with a past, and a word deep inside that is easy to look for. */
export const BODY = JSON.stringify({
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

export interface DetailPage {
  readonly dashboard: Dashboard;
  readonly busy: FakeEndpoint;
  readonly healthy: FakeEndpoint;
  /** Of the request that is done. */
  readonly id: string;
  /** Sends one more. @returns Its id. */
  ask(): Promise<string>;
  tab(name: string): ReturnType<Dashboard['page']['getByRole']>;
  /** Chooses one of a select's options. */
  choose(select: string, option: string | RegExp): Promise<void>;
  /** Chooses from the menu of the request. */
  action(name: string): Promise<void>;
}

/** The first endpoint is overloaded, the second answers with `steps`; one request is done. */
export async function openDetail(
  browser: DashboardBrowser,
  steps: readonly Step[],
  { body = BODY, ...options }: OpenOptions & { readonly body?: string } = {},
): Promise<DetailPage> {
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
  const { page, app } = dashboard;
  const { token } = await app.json(z.object({ token: z.string() }), 'token', 'show');
  const ask = () => send(app.url, token, body);
  return {
    dashboard,
    busy,
    healthy,
    id: await ask(),
    ask,
    tab: (name) => page.getByRole('tab', { name, exact: true }),
    choose: async (select, option) => {
      await page.getByRole('combobox', { name: select }).click();
      await page.getByRole('option', { name: option }).click();
    },
    action: async (name) => {
      await page.getByRole('button', { name: 'Copy, save and send again' }).click();
      await page.getByRole('menuitem', { name }).click();
    },
  };
}

async function send(proxyUrl: string, token: string, body: string): Promise<string> {
  const response = await fetch(`${proxyUrl}/v1/messages?beta=true`, {
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
  return response.headers.get('x-code-proxy-exchange') ?? '';
}
