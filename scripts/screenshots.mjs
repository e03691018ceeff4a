/**
 * Takes the screenshots of the README from the demo: every page, light and dark. `node scripts/screenshots.mjs FOLDER` also
 * takes them at 900x600 and without data, to look at.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureChromium } from './chromium.mjs';
import { checkout, ensureReady, projectNode, runScript } from './setup.mjs';

const PAGES = [
  ['dashboard', '/'],
  ['endpoints', '/endpoints'],
  ['requests', '/requests'],
  ['rules', '/rules'],
  ['rules', '/rules'],
  ['settings', '/settings'],
];
/** What the README shows. */
const README_PICTURES = new Set(['dashboard-dark', 'endpoints-light', 'requests-light', 'request-light', 'rules-dark', 'settings-dark']);
/** The flaky endpoint rests now and then; a picture of that says more than one of calm. */
const REST_PATIENCE_MS = 60_000;
/** How long the demo talks before the pictures are taken: enough for a rest, a failover and a live stream. */
const WARM_UP_MS = 12_000;

await runScript(async () => {
  await ensureReady({ quiet: true });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  const asked = process.argv[2];
  try {
    if (asked === undefined) await picture(browser, ['--demo'], join(checkout, 'docs', 'screenshots'), [[1280, 800]]);
    else {
      const sizes = [
        [1280, 800],
        [900, 600],
      ];
      await picture(browser, ['--demo'], join(asked, 'demo'), sizes);
      await picture(browser, ['--no-claude-settings'], join(asked, 'empty'), sizes);
    }
  } finally {
    await browser.close();
  }
});

async function picture(browser, serveArgs, folder, sizes) {
  mkdirSync(folder, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), 'code-proxy-pictures-'));
  const host = await startHost(serveArgs, home);
  const isForReadme = sizes.length === 1;
  const isWanted = (part, theme) => !isForReadme || README_PICTURES.has(`${part}-${theme}`);
  try {
    // One login works once, so both themes share the context and its cookie.
    const context = await browser.newContext({ viewport: { width: sizes[0][0], height: sizes[0][1] } });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.error(`console: ${message.text()}`));
    await page.goto(host.loginUrl);
    await page.waitForURL((url) => url.pathname === '/');
    if (serveArgs.includes('--demo')) await page.waitForTimeout(WARM_UP_MS);
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const theme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme: theme });
        const name = (part) => join(folder, sizes.length === 1 ? `${part}-${theme}.png` : `${part}-${width}-${theme}.png`);
        for (const [part, path] of PAGES) {
          if (!isWanted(part, theme)) continue;
          await page.goto(new URL(path, host.dashboardUrl).href);
          await page.waitForTimeout(1_200);
          if (isForReadme && part === 'dashboard') await page.getByText('Resting').first().waitFor({ timeout: REST_PATIENCE_MS });
          await page.screenshot({ path: name(part) });
        }
        if (!isWanted('request', theme)) continue;
        await page.goto(new URL('/requests', host.dashboardUrl).href);
        // Of all requests one that failed over shows the most.
        const failedOver = serveArgs.includes('--demo') ? await idOfFailedOver(page) : null;
        if (failedOver !== null) {
          await page.goto(new URL(`/requests/${failedOver}`, host.dashboardUrl).href);
          await page.getByRole('listitem', { name: 'Attempt 2' }).waitFor();
          await page.screenshot({ path: name('request') });
        }
      }
    }
    await context.close();
  } finally {
    host.stop();
    await host.ended;
    rmSync(home, { recursive: true, force: true });
  }
}

/** Id of the newest delivered request on the page with more than one attempt; null when there is none. */
async function idOfFailedOver(page) {
  await page.getByRole('row').nth(1).waitFor();
  const column = (await page.getByRole('columnheader').allInnerTexts()).findIndex((head) => head.trim() === 'Attempts');
  for (const row of await page.getByRole('row').filter({ hasText: 'Delivered' }).all()) {
    const attempts = await row.getByRole('cell').nth(column).innerText();
    const address = await row.getByRole('link').first().getAttribute('href');
    if (Number(attempts) > 1 && address !== null) return new URL(address, page.url()).pathname.split('/').at(-1) ?? null;
  }
  return null;
}

/** Starts the headless host on free ports and waits for its ready line. */
async function startHost(args, home) {
  const child = spawn(projectNode(), [join(checkout, 'dist', 'main', 'cli.js'), 'serve', '--json', '--port', '0', '--admin-port', '0', ...args], {
    env: { ...process.env, CODE_PROXY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('close', () => reject(new Error('the host ended before it was ready')));
  });
  return { ...ready, ended, stop: () => child.kill('SIGTERM') };
}
