/**
 * Makes a checkout ready to run: dependencies as the lock says, Node 24 beside them, and a fresh build.
 *
 * Runs on any Node from 20.11 on and on nothing but Node, because it is what installs everything else. When nothing
 * changed since the last time it only compares two stamps and returns.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(checkout, ...parts);

const NODE_MAJOR = 24;
const INSTALL_STAMP = at('node_modules', '.code-proxy-setup');
const BUILD_STAMP = at('dist', '.build-stamp');
const LOCK_FOLDER = at('.cache', 'setup.lock');
/** A lock older than this was left by a set-up that died. Installing takes well under it. */
const STALE_LOCK_MS = 15 * 60_000;
const BUILD_INPUTS = ['src-main', 'src-shared', 'src-renderer', 'assets', 'vite.config.ts', 'package.json', 'package-lock.json'];

export class SetupError extends Error {}

/** The Node 24 that belongs to this checkout; it runs everything but the set-up itself. */
export function projectNode() {
  return process.platform === 'win32' ? at('node_modules', 'node', 'bin', 'node.exe') : at('node_modules', 'node', 'bin', 'node');
}

/**
 * Installs and builds what is missing or out of date.
 * @param options.quiet say nothing unless there is work to do
 * @param options.build also build (default true)
 * Throws SetupError with a sentence that says what to do.
 */
export async function ensureReady({ quiet = false, build = true } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 20.11 or newer (https://nodejs.org) and try again.`);
  }
  if (isInstalled() && (!build || isBuilt())) {
    if (!quiet) say('dependencies and build are up to date');
    return;
  }
  await withLock(async () => {
    if (!isInstalled()) await install();
    if (build && !isBuilt()) await buildAll();
  });
}

function say(text) {
  process.stderr.write(`[set-up] ${text}\n`);
}

function hashOf(...values) {
  const hash = createHash('sha256');
  for (const value of values) hash.update(value).update('\0');
  return hash.digest('hex');
}

function readStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // No stamp yet: the work it stands for was never finished.
  }
}

function installStamp() {
  return hashOf(readFileSync(at('package-lock.json')), process.platform, process.arch);
}

function isInstalled() {
  return existsSync(projectNode()) && readStamp(INSTALL_STAMP) === installStamp();
}

/** Names, sizes and times of all inputs: reading 300 small files would cost more than it tells. */
function buildStamp() {
  const entries = [];
  const visit = (path) => {
    const info = statSync(path);
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else entries.push(`${path.slice(checkout.length)} ${info.size} ${info.mtimeMs}`);
  };
  for (const input of BUILD_INPUTS) if (existsSync(at(input))) visit(at(input));
  return hashOf(...entries);
}

function isBuilt() {
  return existsSync(at('dist', 'main', 'cli.js')) && existsSync(at('dist', 'renderer', 'index.html')) && readStamp(BUILD_STAMP) === buildStamp();
}

async function install() {
  say('installing dependencies (about 20 s with a warm cache, a few minutes on a first machine) ...');
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const startedAt = Date.now();
  const code = await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: command.endsWith('.cmd') });
  if (code !== 0) {
    throw new SetupError(
      'npm ci failed (its output is above). Is the npm registry reachable? Behind a proxy set HTTPS_PROXY. A half-done install is repaired by running this again.',
    );
  }
  if (!existsSync(projectNode())) {
    throw new SetupError(
      `npm ci ran, but Node ${NODE_MAJOR} did not arrive at ${projectNode()}. Its package needs its install script: run "npm config get ignore-scripts", which must say false, then run this again.`,
    );
  }
  writeFileSync(INSTALL_STAMP, installStamp());
  say(`dependencies installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

async function buildAll() {
  say('building ...');
  const startedAt = Date.now();
  const stamp = buildStamp();
  const code = await run(projectNode(), [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']);
  if (code !== 0)
    throw new SetupError('the build failed (its output is above). In an unchanged checkout: remove node_modules and dist, then run this again.');
  writeFileSync(BUILD_STAMP, stamp);
  say(`built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Runs a command with this process's output; resolves to its exit code. Standard output goes to stderr: stdout belongs to the program that follows. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: checkout, stdio: ['ignore', 2, 2], ...options });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? code : 1));
  });
}

/** Two commands started at once must not install into the same folder: the second waits for the first. */
async function withLock(work) {
  mkdirSync(at('.cache'), { recursive: true });
  for (let told = false; ; ) {
    try {
      mkdirSync(LOCK_FOLDER);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new SetupError(`cannot write to ${at('.cache')}: ${error.message}`);
      if (lockAgeMs() > STALE_LOCK_MS) rmSync(LOCK_FOLDER, { recursive: true, force: true });
      else if (!told) {
        say('another set-up is running in this folder; waiting for it ...');
        told = true;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const unlock = () => rmSync(LOCK_FOLDER, { recursive: true, force: true });
  const onSignal = () => {
    unlock();
    process.exit(1);
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await work();
  } finally {
    unlock();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function lockAgeMs() {
  try {
    return Date.now() - statSync(LOCK_FOLDER).mtimeMs;
  } catch {
    return 0; // It was released meanwhile; the next try takes it.
  }
}

/** Runs `main` and turns a SetupError into one clear line and exit code 1. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(error instanceof SetupError ? `[set-up] ${error.message}\n` : `${error.stack}\n`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runScript(() => ensureReady());
