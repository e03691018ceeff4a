/** Looks at Claude Code: the program, its settings.json, what stands against our variables, and what a crash left there. */
import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { AppError } from '../../src-shared/app-error.ts';
import { askHttp } from './ask-http.ts';
import { check, whyOf } from './check.ts';
import { detail, failed, ok, skipped, warning } from './finding.ts';
import { staleAddresses } from './stale-addresses.ts';

/** The oldest client that this program was tried with. */
const KNOWN_VERSION = [2, 1, 197] as const;
/** A cold start of the client on a slow disk. */
const VERSION_PATIENCE_MS = 15_000;
const MAX_OUTPUT_BYTES = 64 * 1_024;

export const claudeProgramCheck = check(
  'claude-program',
  'claude',
  async ({ ports: { claudeCode, environment }, signal }) => {
    let path: string;
    try {
      path = await claudeCode.find();
    } catch (error) {
      if (error instanceof AppError && error.code === 'PROGRAM_NOT_FOUND') return warning('claudeNone', { remedy: 'installClaude' });
      throw error;
    }
    const target = await realpath(path);
    const details = [detail('path', path), ...(target === path ? [] : [detail('file', target)])];
    try {
      const version = await versionOf(path, { environment, signal });
      const values = { version, known: KNOWN_VERSION.join('.'), how: howInstalled(target) };
      return isOlder(version) ? warning('claudeOld', { values, details, remedy: 'updateClaude' }) : ok('claudeOk', { values, details });
    } catch (error) {
      return failed('claudeSilent', { values: { why: whyOf(error) }, details, remedy: 'installClaude' });
    }
  },
  { lane: 'network' },
);

export const claudeSettingsCheck = check('claude-settings', 'claude', async ({ core }) => {
  if (core === null) return skipped('needsData');
  if (!core.isServing) return skipped('needsInstance');
  const state = core.claude.state();
  const details = [detail('path', state.file)];
  const text = { values: { text: state.message }, details };
  switch (state.kind) {
    case 'unmanaged':
      return ok('claudeUnmanaged', { details });
    case 'restored':
      return core.proxy.state().kind === 'running'
        ? warning('claudeNotApplied', { details, remedy: 'applySettings', fix: 'apply-claude-settings' })
        : ok('claudeUnmanaged', { details });
    case 'overridden':
    case 'unread':
      return warning('claudeOverridden', { ...text, remedy: 'lookAtClaude' });
    case 'refused':
      return failed('claudeBroken', { ...text, remedy: 'correctFile', fix: 'apply-claude-settings' });
    case 'applied':
      return (await core.claude.isAsWanted())
        ? ok('claudeApplied', { details })
        : warning('claudeDiffers', { details, remedy: 'applySettings', fix: 'apply-claude-settings' });
  }
});

export const claudeConflictsCheck = check('claude-conflicts', 'claude', async ({ core }) => {
  if (core === null) return skipped('needsData');
  const conflicts = await core.claude.conflicts();
  if (conflicts.length === 0) return ok('conflictsNone');
  const details = conflicts.map(({ key, file }) => detail('conflict', key === '' || file === null ? (file ?? key) : `${key} (${file})`));
  // A file that cannot be read has no key to name.
  const broken = conflicts.filter(({ key }) => key === '').flatMap(({ file }) => file ?? []);
  if (broken.length > 0) return failed('conflictsUnreadable', { values: { names: broken.join(', ') }, details, remedy: 'correctFile' });
  const harmful = conflicts.filter(({ isHarmful }) => isHarmful);
  const values = { names: [...new Set((harmful.length === 0 ? conflicts : harmful).map(({ key }) => key))].join(', ') };
  return harmful.length === 0 ? ok('conflictsHarmless', { values, details }) : warning('conflictsFound', { values, details, remedy: 'lookAtClaude' });
});

export const staleAddressCheck = check('stale-address', 'claude', async ({ ports, core, signal }) => {
  const written = await readable(ports.claudeCode.writtenAddresses());
  if (written instanceof AppError) return skipped('staleUnknown', { values: { text: written.message } });
  const stale = await staleAddresses(written, signal);
  const [first] = stale;
  const details = (stale.length === 0 ? written : stale).map(({ file }) => detail('path', file));
  if (first !== undefined) {
    return failed('staleFound', { values: { url: first.url }, details, remedy: 'restoreSettings', fix: 'restore-claude-settings' });
  }
  const live = written.find(({ url }) => url !== null);
  if (live === undefined || live.url === null) return ok('staleNone', { details });
  const { url, token } = live;
  const isOurs = core?.isServing === true && url === core.proxy.state().url;
  if (isOurs && token !== null && !(await isAccepted(url, token, signal))) {
    return failed('staleToken', { details, remedy: 'applySettings', fix: 'apply-claude-settings' });
  }
  return ok('staleLive', { values: { url }, details });
});

/** What stands in a file that is broken is for the check of conflicts to fail on. */
async function readable<T>(written: Promise<T>): Promise<T | AppError> {
  return written.catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
}

/** With a valid token `/health` says more than who answers. */
async function isAccepted(url: string, token: string, signal: AbortSignal): Promise<boolean> {
  const { text } = await askHttp({ url: new URL('/health', url), headers: { authorization: `Bearer ${token}` }, signal });
  return text.includes('"version"');
}

/** Rejects with why it says none. */
async function versionOf(path: string, { environment, signal }: { environment: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<string> {
  // What npm installs on Windows is a batch file, which only a shell can start; the path is no one's input but the file system's.
  const isBatch = /\.(cmd|bat)$/i.test(path);
  const options = { env: environment, signal, timeout: VERSION_PATIENCE_MS, maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true, shell: isBatch };
  const { stdout } = await promisify(execFile)(isBatch ? `"${path}"` : path, ['--version'], { ...options, encoding: 'utf8' });
  const [version] = /\d+\.\d+\.\d+/.exec(stdout) ?? [];
  if (version === undefined) throw new Error(stdout.trim().slice(0, 80) || 'no output');
  return version;
}

type How = 'native' | 'npm' | 'homebrew' | 'local' | 'other';

/** By where the program lies; key of a text. */
export function howInstalled(target: string): How {
  const path = target.replaceAll('\\', '/');
  if (path.includes('/.claude/local/')) return 'local';
  if (path.includes('/node_modules/') || path.includes('/npm/')) return 'npm';
  if (/\/(Caskroom|Cellar|homebrew)\//.test(path)) return 'homebrew';
  return path.includes('/.local/') || path.includes('/claude/versions/') ? 'native' : 'other';
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, known] of KNOWN_VERSION.entries()) {
    const part = parts[index] ?? 0;
    if (part !== known) return part < known;
  }
  return false;
}
