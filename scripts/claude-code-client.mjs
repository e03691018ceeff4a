/**
 * Fetches the real Claude Code client, in the one version that the tests were written against, from the npm registry into
 * `.cache/`, once. Nothing else is taken from outside, and nothing of it runs but its `--version`.
 *
 * Runs on any Node from 20.11 on, but npm is run under the checkout's Node 24: the client's packages declare Node 22, and npm
 * under an older Node silently leaves out the package with the program in it.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export const CLAUDE_CODE_VERSION = '2.1.329';

const PACKAGE = '@anthropic-ai/claude-code';
/** The client is a native program of more than 200 MB; a slow line takes minutes. */
const INSTALL_LIMIT_MS = 15 * 60_000;
const VERSION_LIMIT_MS = 30_000;
const TELL_EVERY_MS = 10_000;

/** npm's codes for "the registry or this package cannot be had from here", as opposed to a fault that must be seen. */
const OUT_OF_REACH =
  /\b(E40[134]|E407|E429|E5\d\d|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ETARGET|ENOVERSIONS|EBADPLATFORM|FETCH_ERROR|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)\b/;

/** @typedef {{ kind: 'found', path: string, version: string } | { kind: 'missing', why: string }} ClaudeCodeClient */

/**
 * Finds the client or fetches it.
 *
 * @param {object} [options]
 * @param {string} [options.root]  Checkout; the client goes to `.cache/claude-code-<version>/` in it.
 * @param {string} [options.version]
 * @param {Record<string, string | undefined>} [options.environment]  For npm: registry, proxy and cache settings are honoured.
 * @param {(text: string) => void} [options.say]  Hears of progress.
 * @returns {Promise<ClaudeCodeClient>} `missing` only when the package cannot be fetched; `why` is a clause.
 * Rejects on everything else, such as a full disk or a program of another version.
 */
export async function ensureClaudeCode({
  root = dirname(dirname(fileURLToPath(import.meta.url))),
  version = CLAUDE_CODE_VERSION,
  environment = process.env,
  say = (text) => process.stderr.write(`[claude-code] ${text}\n`),
} = {}) {
  const folder = join(root, '.cache', `claude-code-${version}`);
  const present = programIn(folder);
  if (present !== null && existsSync(join(folder, 'verified'))) return { kind: 'found', path: present, version };
  say(`fetching Claude Code ${version} from the npm registry, once (more than 200 MB unpacked) ...`);
  const startedAt = Date.now();
  const partial = `${folder}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    writeFileSync(join(partial, 'package.json'), '{"private":true}\n');
    const failure = await install({ partial, root, version, environment, say });
    if (failure !== null) return { kind: 'missing', why: failure };
    const program = programIn(partial);
    if (program === null) return { kind: 'missing', why: `${PACKAGE} ${version} has no program for ${process.platform} ${process.arch}` };
    await verify(program, version);
    writeFileSync(join(partial, 'verified'), `${version}\n`);
    moveInto(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  const path = programIn(folder);
  if (path === null) throw new Error(`the client was removed from ${folder} while it was being set up`);
  say(`Claude Code ${version} is ready after ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return { kind: 'found', path, version };
}

/** @param {string} folder @returns {string | null} the native program of the package for this platform, if it is there */
function programIn(folder) {
  const scope = join(folder, 'node_modules', '@anthropic-ai');
  if (!existsSync(scope)) return null;
  const name = process.platform === 'win32' ? 'claude.exe' : 'claude';
  const programs = readdirSync(scope)
    .filter((entry) => entry.startsWith('claude-code-'))
    .map((entry) => join(scope, entry, name));
  return programs.find((path) => existsSync(path)) ?? null;
}

/** @returns {Promise<string | null>} why the package cannot be fetched; null when it was */
async function install({ partial, root, version, environment, say }) {
  const startedAt = Date.now();
  const teller = setInterval(() => say(`still fetching, ${Math.round((Date.now() - startedAt) / 1000)} s ...`), TELL_EVERY_MS);
  try {
    const { command, args, path } = npmUnderProjectNode(root, environment);
    const child = spawn(
      command,
      [...args, 'install', '--prefix', partial, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${PACKAGE}@${version}`],
      {
        cwd: partial,
        env: { ...environment, PATH: path },
        shell: command.endsWith('.cmd'),
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: INSTALL_LIMIT_MS,
      },
    );
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      told = (told + text).slice(-20_000);
    });
    const [code, signal] = await new Promise((resolve, reject) => child.on('error', reject).on('close', (...end) => resolve(end)));
    if (code === 0) return null;
    if (signal !== null && Date.now() - startedAt >= INSTALL_LIMIT_MS) return `npm did not finish within ${INSTALL_LIMIT_MS / 60_000} minutes`;
    const reason = OUT_OF_REACH.exec(told)?.[0];
    if (reason !== undefined) return `npm could not fetch ${PACKAGE}@${version} (${reason})`;
    throw new Error(`npm install of ${PACKAGE}@${version} failed for another reason than the network:\n${told}`);
  } finally {
    clearInterval(teller);
  }
}

/** npm's own script under the checkout's Node; where either is not found, whatever `npm` the PATH has, with that Node first. */
function npmUnderProjectNode(root, environment) {
  const nodeFolder = join(root, 'node_modules', 'node', 'bin');
  const node = join(nodeFolder, process.platform === 'win32' ? 'node.exe' : 'node');
  const path = [nodeFolder, environment.PATH ?? ''].join(delimiter);
  const script = npmScript(environment);
  if (existsSync(node) && script !== null) return { command: node, args: [script], path };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], path };
}

/** @returns {string | null} npm-cli.js */
function npmScript(environment) {
  if (environment.npm_execpath?.endsWith('npm-cli.js') && existsSync(environment.npm_execpath)) return environment.npm_execpath;
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    const beside = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(beside)) return beside;
    const link = join(folder, 'npm');
    if (folder !== '' && existsSync(link) && realpathSync(link).endsWith('npm-cli.js')) return realpathSync(link);
  }
  return null;
}

/** Runs the program's `--version` away from the user's own files. */
async function verify(program, version) {
  const home = dirname(program);
  const { stdout } = await promisify(execFile)(program, ['--version'], {
    cwd: home,
    timeout: VERSION_LIMIT_MS,
    env: { HOME: home, USERPROFILE: home, PATH: process.env.PATH },
  });
  if (!stdout.startsWith(version)) throw new Error(`asked for Claude Code ${version}, but the program says "${stdout.trim()}"`);
}

/** Another process may have been faster; then its result stands. */
function moveInto(partial, folder) {
  if (existsSync(folder) && readStamp(folder) === '') rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(partial, folder);
  } catch (error) {
    if (readStamp(folder) === '') throw error;
  }
}

function readStamp(folder) {
  const file = join(folder, 'verified');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const client = await ensureClaudeCode();
  process.stdout.write(client.kind === 'found' ? `${client.path}\n` : `no client: ${client.why}\n`);
  process.exitCode = client.kind === 'found' ? 0 : 1;
}
