/**
 * Takes the screenshots of the README from the demo. `node scripts/screenshots.mjs FOLDER` takes every page instead, light and
 * dark, at 1280x800, 900x600 and 1600x1000, with data and without, to look at; `--languages en,zh,ru` says in which languages (English).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium.mjs';
import { checkout, ensureReady, projectNode, runScript } from './setup.mjs';

const CLI = join(checkout, 'dist', 'main', 'cli.js');
const PAGES = [
  ['dashboard', '/'],
  ['endpoints', '/endpoints'],
  ['requests', '/requests'],
  ['rules', '/rules'],
  ['claude-code', '/claude-code'],
  ['mcp', '/mcp'],
  ['skills', '/skills'],
  ['doctor', '/doctor'],
  ['settings', '/settings'],
];
/** What the README shows, by language. */
const README_PICTURES = {
  en: [
    'dashboard-dark',
    'endpoints-light',
    'requests-light',
    'request-light',
    'rules-dark',
    'mcp-light',
    'skills-dark',
    'doctor-light',
    'settings-dark',
  ],
  zh: ['dashboard-light'],
  ru: ['rules-light'],
};
const SIZES = [
  [1280, 800],
  [900, 600],
  [1600, 1000],
];
/** Of the README's pictures; the dashboard has more to show than fits into a usual window. */
const README_HEIGHTS_PX = { dashboard: 1_190 };
const README_HEIGHT_PX = 800;
/** The flaky endpoint rests now and then; a picture of that says more than one of calm. */
const REST_PATIENCE_MS = 60_000;
/** How long the demo talks before the pictures are taken: enough for a rest, a failover and a live stream. */
const WARM_UP_MS = 12_000;
/** For data, charts and their transitions. */
const SETTLE_MS = 1_200;

await runScript(async () => {
  const { values, positionals } = parseArgs({ options: { languages: { type: 'string' } }, allowPositionals: true });
  const [folder] = positionals;
  const languages = values.languages?.split(',') ?? (folder === undefined ? Object.keys(README_PICTURES) : ['en']);
  if (languages.includes('zh')) requireChineseFont();
  await ensureReady({ quiet: true });
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--no-sandbox'] });
  try {
    if (folder === undefined) await withHost(browser, ['--demo'], (host) => readmePictures(host, languages));
    else {
      await withHost(browser, ['--demo'], (host) => allPictures(host, languages, join(folder, 'demo')));
      await withHost(browser, ['--no-claude-settings'], (host) => allPictures(host, languages, join(folder, 'empty')));
    }
  } finally {
    await browser.close();
  }
});

async function readmePictures(host, languages) {
  const folder = join(checkout, 'docs', 'screenshots');
  mkdirSync(folder, { recursive: true });
  for (const language of languages) {
    await speak(host, language);
    for (const name of README_PICTURES[language] ?? []) {
      const [, part, theme] = /^(.+)-(light|dark)$/.exec(name) ?? [];
      await host.page.setViewportSize({ width: 1280, height: README_HEIGHTS_PX[part] ?? README_HEIGHT_PX });
      await host.page.emulateMedia({ colorScheme: theme });
      const suffix = language === 'en' ? '' : `-${language}`;
      await picture(host, part, join(folder, `${name}${suffix}.png`), true);
    }
  }
}

async function allPictures(host, languages, folder) {
  for (const language of languages) {
    mkdirSync(join(folder, language), { recursive: true });
    await speak(host, language);
    for (const [width, height] of SIZES) {
      await host.page.setViewportSize({ width, height });
      for (const theme of ['light', 'dark']) {
        await host.page.emulateMedia({ colorScheme: theme });
        for (const part of [...PAGES.map(([name]) => name), 'request']) {
          await picture(host, part, join(folder, language, `${part}-${width}-${theme}.png`), false);
        }
      }
    }
  }
}

/** @param {boolean} isPatient  For the README, in English where words are looked for: wait until an endpoint rests, for the dashboard. */
async function picture(host, part, path, isPatient) {
  const { page } = host;
  const address = part === 'request' ? requestAddress(host) : PAGES.find(([name]) => name === part)?.[1];
  if (address === undefined) return;
  // A finding makes it end with 1.
  if (part === 'doctor') spawnSync(projectNode(), [CLI, 'doctor', '--json'], { env: host.environment });
  await page.goto(new URL(address, host.dashboardUrl).href);
  await page.waitForTimeout(SETTLE_MS);
  if (isPatient && part === 'dashboard') await untilOneRests(host);
  // The rest names the machine.
  if (isPatient && part === 'doctor') await page.getByText('Only problems').click();
  await page.screenshot({ path });
}

async function speak(host, language) {
  verb(host, 'settings', 'set', 'ui.language', language);
  await host.page.locator(`html[lang^="${language}"]`).waitFor();
}

async function untilOneRests(host) {
  const endMs = Date.now() + REST_PATIENCE_MS;
  while (Date.now() < endMs) {
    const { items } = verb(host, 'endpoint', 'list');
    if (items.some(({ state }) => state.kind === 'resting')) return;
    await host.page.waitForTimeout(500);
  }
}

/** Address of the newest delivered request with more than one attempt: of all requests it shows the most. */
function requestAddress(host) {
  const { items } = verb(host, 'requests', '--limit', '200');
  const failedOver = items.find(({ outcome, attemptCount }) => outcome === 'delivered' && attemptCount > 1);
  return failedOver === undefined ? undefined : `/requests/${failedOver.id}`;
}

/** Runs a verb of the command line against the host and reads its answer. */
function verb(host, ...args) {
  const { stdout, stderr, status } = spawnSync(projectNode(), [CLI, ...args, '--json'], { env: host.environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`code-proxy ${args.join(' ')}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}

/** Without one, Chromium draws boxes. */
function requireChineseFont() {
  if (process.platform !== 'linux') return;
  const { stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  if (!stdout) throw new Error('no font with Chinese characters is installed; Debian and Ubuntu have one in fonts-noto-cjk');
}

/** Starts the headless host on free ports, logs a tab in, and ends both after `use`. */
async function withHost(browser, args, use) {
  const home = mkdtempSync(join(tmpdir(), 'code-proxy-pictures-'));
  // Pictures name nobody's home folder.
  const environment = { ...process.env, CODE_PROXY_HOME: home, CLAUDE_CONFIG_DIR: '/home/user/.claude' };
  const child = spawn(projectNode(), [CLI, 'serve', '--json', '--port', '0', '--admin-port', '0', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const ready = await new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
      child.once('close', () => reject(new Error('the host ended before it was ready')));
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.error(`console: ${message.text()}`));
    await page.goto(ready.loginUrl);
    await page.waitForURL((url) => url.pathname === '/');
    if (args.includes('--demo')) await page.waitForTimeout(WARM_UP_MS);
    // The demo has a folder of its own.
    await use({ ...ready, page, environment: { ...environment, CODE_PROXY_HOME: ready.dataFolder } });
    await context.close();
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}
