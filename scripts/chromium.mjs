/**
 * Finds a Chromium for the dashboard tests: what is installed, else Playwright's own build, else Debian's package when
 * we may install it. Prints its path when run by itself.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout, projectNode, run, runScript, SetupError } from './setup.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_APPS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
/** A download that makes no progress for this long will not come. */
const INSTALLER_LIMIT_MS = 180_000;

/** Path of a Chromium; installs one if need be. Throws SetupError saying what was tried. */
export async function ensureChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new SetupError(`CHROMIUM_PATH is ${chosen}, where there is no file.`);
  }
  return installed() ?? (await playwrightBuild()) ?? (await debianPackage()) ?? fail();
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name))),
    ...(process.platform === 'darwin' ? MAC_APPS.map((app) => join('/Applications', app)) : []),
    ...(process.platform === 'win32'
      ? [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
          .filter(Boolean)
          .flatMap((root) => WINDOWS_APPS.map((app) => join(root, app)))
      : []),
  ];
  return candidates.find((path) => existsSync(path));
}

async function playwrightBuild() {
  const cli = join(checkout, 'node_modules', 'playwright-core', 'cli.js');
  const where = () => {
    const answer = spawnSync(
      projectNode(),
      ['-p', `require(${JSON.stringify(join(checkout, 'node_modules', 'playwright-core'))}).chromium.executablePath()`],
      { encoding: 'utf8' },
    );
    const path = answer.stdout?.trim();
    return path && existsSync(path) ? path : undefined;
  };
  const present = where();
  if (present) return present;
  process.stderr.write('[set-up] no Chromium installed; asking Playwright for its build ...\n');
  await run(projectNode(), [cli, 'install', 'chromium'], { timeout: INSTALLER_LIMIT_MS });
  return where();
}

async function debianPackage() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  process.stderr.write("[set-up] installing Debian's chromium ...\n");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { env });
  return installed();
}

function fail() {
  throw new SetupError(
    'no Chromium for the dashboard tests: none is installed, Playwright could not download its build, and Debian packages cannot be installed here. Install Chromium or Chrome, or set CHROMIUM_PATH.',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runScript(async () => console.log(await ensureChromium()));
