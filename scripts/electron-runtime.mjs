/**
 * Says quickly whether there is an Electron runtime to run the tray app with, and fetches it once if there is none.
 *
 * The runtime is a download outside the npm registry, so it may be out of reach where everything else works. A failure
 * is remembered for a day, so that every start but the first is quick. Runs on any Node from 20.11 on.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const REMEMBER_FAILURE_MS = 24 * 3_600_000;
/** Without a first byte by then the download host is taken to be out of reach. */
const FIRST_BYTE_LIMIT_MS = 8_000;
/** A download or unpacking that has begun may pause this long. */
const STALL_LIMIT_MS = 60_000;
const POLL_MS = 250;

/** @typedef {{ kind: 'found', path: string } | { kind: 'missing', why: string }} ElectronRuntime */

/**
 * @param {object} options
 * @param {boolean} options.display  Whether there is a display; without one no runtime is looked for.
 * @param {string} [options.root]  Project root.
 * @param {Record<string, string | undefined>} [options.environment]
 * @param {boolean} [options.download]  False: never fetches, only looks.
 * @param {boolean} [options.isRoot]  Electron's sandbox does not run as root; false: the caller switches the sandbox off.
 * @param {boolean} [options.retry]  True: tries again although a failure is remembered.
 * @param {number} [options.firstByteLimitMs]
 * @param {number} [options.nowMs]
 * @returns {Promise<ElectronRuntime>} Never rejects; `why` is a clause such as "there is no display".
 */
export async function findElectron({
  display,
  root = dirname(dirname(fileURLToPath(import.meta.url))),
  environment = process.env,
  download = true,
  isRoot = process.platform === 'linux' && process.getuid?.() === 0,
  retry = false,
  firstByteLimitMs = FIRST_BYTE_LIMIT_MS,
  nowMs = Date.now(),
}) {
  if (!display) return missing('there is no display');
  if (isRoot) return missing('Electron does not run as root');
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const path = join(override, executableName());
    return existsSync(path) ? { kind: 'found', path } : missing(`ELECTRON_OVERRIDE_DIST_PATH names a folder without ${executableName()}`);
  }
  const folder = join(root, 'node_modules', 'electron');
  const version = electronVersion(folder);
  if (version === null) return missing('the electron package is not installed');
  const present = installedRuntime(folder, version);
  if (present !== null) return { kind: 'found', path: present };
  if (!download) return missing('the Electron runtime was not downloaded');

  const noteFile = join(root, '.cache', 'electron-runtime.json');
  const remembered = retry ? null : rememberedFailure(noteFile, version, nowMs);
  if (remembered !== null) {
    return missing(`${remembered} (remembered for a day; "node scripts/electron-runtime.mjs" tries again now)`);
  }
  const failure = await install({ folder, root, environment, firstByteLimitMs });
  const path = installedRuntime(folder, version);
  if (path !== null) {
    rmSync(noteFile, { force: true });
    return { kind: 'found', path };
  }
  const why = failure ?? 'its installer ended without delivering the Electron runtime';
  mkdirSync(dirname(noteFile), { recursive: true });
  writeFileSync(noteFile, JSON.stringify({ version, failedAtMs: nowMs, why }));
  return missing(why);
}

/** @param {string} why @returns {ElectronRuntime} */
function missing(why) {
  return { kind: 'missing', why };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {string} folder */
function electronVersion(folder) {
  try {
    return String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
  } catch {
    return null; // No such package, or one that is half installed: both mean that there is nothing to run.
  }
}

/** @param {string} folder @param {string} version  A runtime of another version does not count: it was left by an update. */
function installedRuntime(folder, version) {
  const path = join(folder, 'dist', executableName());
  try {
    const installed = readFileSync(join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    return installed === version && existsSync(path) ? path : null;
  } catch {
    return null; // Never downloaded.
  }
}

/** @param {string} noteFile @param {string} version @param {number} nowMs */
function rememberedFailure(noteFile, version, nowMs) {
  try {
    const note = JSON.parse(readFileSync(noteFile, 'utf8'));
    const isFresh = note.version === version && nowMs - note.failedAtMs < REMEMBER_FAILURE_MS && note.failedAtMs <= nowMs;
    return isFresh && typeof note.why === 'string' ? note.why : null;
  } catch {
    return null; // No note, or an unreadable one: try.
  }
}

/**
 * Runs the electron package's own installer, with its temporary files in a folder of ours: whether that grows tells a
 * slow download from one that will never begin.
 *
 * @param {{ folder: string, root: string, environment: Record<string, string | undefined>, firstByteLimitMs: number }} options
 * @returns {Promise<string | null>} Why it failed; null when the installer succeeded.
 */
function install({ folder, root, environment, firstByteLimitMs }) {
  const temporary = join(root, '.cache', 'electron-download');
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  process.stderr.write('[start] asking for the Electron runtime (about 110 MB, once) ...\n');
  return new Promise((done) => {
    const child = spawn(existsSync(node) ? node : process.execPath, [join(folder, 'install.js')], {
      cwd: root,
      env: { ...environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    let sizeBytes = 0;
    let changedAtMs = performance.now();
    let stalled = false;
    const poll = setInterval(() => {
      const size = folderSizeBytes(temporary) + folderSizeBytes(join(folder, 'dist'));
      if (size !== sizeBytes) [sizeBytes, changedAtMs] = [size, performance.now()];
      stalled = performance.now() - changedAtMs > (sizeBytes > 0 ? STALL_LIMIT_MS : firstByteLimitMs);
      if (stalled) child.kill('SIGKILL');
    }, POLL_MS);
    const finish = (/** @type {string | null} */ why) => {
      clearInterval(poll);
      rmSync(temporary, { recursive: true, force: true });
      done(why);
    };
    child.stderr.on('data', (chunk) => {
      if (complaint.length < 4_000) complaint += chunk;
    });
    child.on('error', (error) => finish(`the Electron installer could not be started: ${error.message}`));
    child.on('close', (code) => {
      if (stalled) finish('the Electron runtime could not be downloaded: its host does not answer');
      else finish(code === 0 ? null : `the Electron runtime could not be downloaded (${firstLine(complaint) || `exit code ${code}`})`);
    });
  });
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0]?.slice(0, 200) ?? '';
}

/** @param {string} folder */
function folderSizeBytes(folder) {
  let sum = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true })) sum += statSync(join(folder, String(entry))).size;
  } catch {
    // Files come and go while the installer works; the next look counts them.
  }
  return sum;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const runtime = await findElectron({ display: true, retry: true, isRoot: false });
  console.log(runtime.kind === 'found' ? runtime.path : `missing: ${runtime.why}`);
  process.exitCode = runtime.kind === 'found' ? 0 : 1;
}
