/**
 * The dashboard of the built app in a real Chromium: one browser per test file, one app and one tab per test. Whatever the
 * page complains about (console, uncaught errors, content security policy) fails the test unless it was announced.
 */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { BuiltProxy } from './built-proxy.ts';
import { type SeedOptions, seedFolder } from './seeded-folder.ts';
import { tempFolder } from './temp-folder.ts';

/** A state that has not come by then will not come: a step takes up to 10 s where two processors do the work of thirty. */
const STEP_LIMIT_MS = 60_000;
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const IS_ROOT = process.getuid?.() === 0;

export interface OpenOptions {
  /** Added before the page opens, in this order of priority. */
  readonly endpoints?: readonly { readonly name: string; readonly url: string; readonly token?: string }[];
  readonly serve?: readonly string[];
  readonly claudeFolder?: string;
  /** Of the app. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Fills the data folder before the app starts. */
  readonly prepare?: (dataFolder: string) => void;
  /** False: the tab is there, and shows nothing yet. */
  readonly logIn?: boolean;
  readonly browser?: BrowserContextOptions;
  /** A made-up history that is there before the app starts. */
  readonly seed?: SeedOptions;
}

export interface AskOptions {
  readonly model?: string;
  readonly stream?: boolean;
  /** The one that Claude Code gets, unless another is given. */
  readonly token?: string;
  /** Of the proxy; as it was at the start unless given. */
  readonly baseUrl?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface DashboardBrowser {
  /** Starts an app of its own and opens its dashboard; both end with the test. */
  open(options?: OpenOptions): Promise<Dashboard>;
}

/** Call at the top of a test file. */
export function useDashboardBrowser(): DashboardBrowser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: IS_ROOT ? ['--no-sandbox'] : [] });
  });
  afterAll(() => browser?.close());
  return {
    open: async (options = {}) => {
      if (browser === null) throw new Error('the browser is not there yet');
      return openDashboard(browser, options);
    },
  };
}

async function openDashboard(browser: Browser, options: OpenOptions): Promise<Dashboard> {
  const { claudeFolder, environment, serve = [], endpoints = [] } = options;
  const folder = await tempFolder();
  if (options.seed !== undefined) await seedFolder(folder, options.seed);
  options.prepare?.(folder);
  const app = new BuiltProxy(folder, {
    ...(claudeFolder === undefined ? {} : { claudeFolder }),
    ...(environment === undefined ? {} : { environment }),
  });
  onTestFinished(() => app.stop());
  const ready = await app.start(serve);
  for (const { name, url, token } of endpoints) {
    const added = await app.verb('endpoint', 'add', '--name', name, '--url', url, ...(token === undefined ? [] : ['--token', token]));
    if (added.code !== 0) throw new Error(`cannot add the endpoint ${name}: ${added.err}`);
  }
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options.browser });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_LIMIT_MS);
  const urls = z.object({ dashboardUrl: z.string(), loginUrl: z.string() }).parse(ready);
  const dashboard = new Dashboard({ app, page, ...urls });
  onTestFinished(async () => {
    await context.close();
    expect(dashboard.complaints, 'what the page complained about').toEqual([]);
  });
  await dashboard.watch();
  if (options.logIn !== false) await dashboard.logIn(urls.loginUrl);
  return dashboard;
}

const REPORT_POLICY_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) => {
  console.error('content security policy: ' + event.violatedDirective + ' ' + event.blockedURI);
});`;

const tokenSchema = z.object({ token: z.string() });
const linkSchema = z.object({ url: z.string() });

export class Dashboard {
  readonly app: BuiltProxy;
  readonly page: Page;
  /** Without a path. */
  readonly url: string;
  /** The link that `serve` printed. */
  readonly loginUrl: string;
  readonly #complaints: string[] = [];
  readonly #announced: RegExp[] = [];
  #token: Promise<{ readonly token: string }> | null = null;

  constructor({ app, page, dashboardUrl, loginUrl }: { app: BuiltProxy; page: Page; dashboardUrl: string; loginUrl: string }) {
    this.app = app;
    this.page = page;
    this.url = dashboardUrl;
    this.loginUrl = loginUrl;
  }

  /** What the page complained about so far and was not announced. */
  get complaints(): readonly string[] {
    return this.#complaints.filter((text) => !this.#announced.some((pattern) => pattern.test(text)));
  }

  /** From now on, and for what already came, such complaints are right. */
  announce(pattern: RegExp): void {
    this.#announced.push(pattern);
  }

  /** Begins to collect the complaints of all tabs. */
  async watch(): Promise<void> {
    const context = this.page.context();
    context.on('weberror', (error) => this.#complaints.push(`uncaught: ${error.error().message}`));
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#complaints.push(`${message.type()}: ${message.text()}`);
    });
    context.on('requestfailed', (request) => {
      // The page itself lets go of the feed, and of what it asked for, when it is left.
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') this.#complaints.push(`request failed: ${why} ${new URL(request.url()).pathname}`);
    });
    await context.addInitScript({ content: REPORT_POLICY_VIOLATIONS });
  }

  async logIn(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
  }

  /** A fresh login link, as `code-proxy dashboard` gives it. */
  async freshLink(): Promise<string> {
    return (await this.app.json(linkSchema, 'dashboard')).url;
  }

  /** Loads a page of the dashboard anew in this tab. */
  async visit(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
    // Not by its role: a dialog that opens with the page hides everything else from assistive technology.
    await this.page.locator('#page').waitFor();
  }

  /** Goes to a page by its entry in the menu. */
  async goTo(
    name: 'Dashboard' | 'Endpoints' | 'Requests' | 'Failover rules' | 'Claude Code' | 'MCP servers' | 'Skills' | 'Doctor' | 'Settings',
  ): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** The card of an endpoint. */
  card(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** Chooses an entry of the menu on an endpoint's card. */
  async chooseAction(endpoint: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${endpoint}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  /** Waits for the short message that says so. */
  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Sends one request through the proxy, as Claude Code would, and reads the answer to its end. */
  async ask(options: AskOptions = {}): Promise<Answer> {
    const { model = 'claude-sonnet-4-5', stream = true, baseUrl = this.app.url, token = await this.#localToken() } = options;
    const response = await fetch(`${baseUrl}/v1/messages?beta=true`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'anthropic-version': '2023-06-01',
        'user-agent': 'claude-cli/2.1.329 (external, cli)',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ model, max_tokens: 64, stream, messages: [{ role: 'user', content: 'hi' }] }),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Ends the app in this way and starts it anew at the same addresses, on the same data folder. */
  async restart(end: () => Promise<void>): Promise<void> {
    const ports = ['--admin-port', new URL(this.url).port, '--port', new URL(this.app.url).port];
    await end();
    await this.app.start(ports);
    this.#token = null;
  }

  /** Fresh at every start of the app. */
  async #localToken(): Promise<string> {
    this.#token ??= this.app.json(tokenSchema, 'token', 'show');
    return (await this.#token).token;
  }
}
