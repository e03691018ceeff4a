/** Looks at who listens where: our proxy and dashboard, other instances, and whether our proxy knows its token. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import { askHttp } from './ask-http.ts';
import { type CheckContext, check, whyOf } from './check.ts';
import { detail, type Finding, failed, ok, skipped, warning } from './finding.ts';
import { instanceStanding } from './instance-standing.ts';
import { baseUrlOf, codeProxyAt, type PortOwner, whoListens } from './who-listens.ts';

/** Where a Code Proxy listens unless told otherwise. */
const DEFAULT_PORTS = [9_000, 9_001];
/** The replaced app writes to its database at every request; one that was written lately is being used. */
const OLD_APP_QUIET_MS = 10 * MS_PER_MINUTE;

export const instanceCheck = check('instance', 'ports', async ({ ports, core }) => {
  const standing = await instanceStanding(ports.paths.instance);
  const details = [detail('path', ports.paths.instance)];
  if (standing.kind === 'none') return ok('instanceNone');
  const { instance } = standing;
  if (core?.isServing === true && instance.instanceId === core.instanceId) {
    return ok('instanceThis', { values: { sinceAtMs: instance.startedAtMs }, details: [detail('process', instance.pid)] });
  }
  const values = { pid: instance.pid };
  if (standing.kind === 'accepts') {
    const isSilent = ports.core instanceof AppError && ports.core.code === 'DATA_FOLDER_LOCKED';
    return isSilent
      ? failed('instanceSilent', { values, details, remedy: 'endProcess' })
      : warning('instanceOther', { values, details, remedy: 'stopOther' });
  }
  return warning('instanceStale', { details, remedy: 'removeInstance', fix: 'remove-instance-file' });
});

export const proxyPortCheck = check('proxy-port', 'ports', async (context) => {
  const { core } = context;
  if (core === null) return skipped('needsData');
  const { host, port } = core.settings().proxy;
  const state = core.proxy.state();
  if (state.kind === 'running' && state.url !== null) return ok('portOurs', { values: { url: state.url } });
  const found = await portFinding(context, host, port, '--port');
  if (!core.isServing || found.state === 'failed') return found;
  return state.kind === 'failed'
    ? failed('proxyFailed', { values: { text: state.error ?? '' }, remedy: 'startProxy', fix: 'start-proxy' })
    : warning('proxyOff', { remedy: 'startProxy', fix: 'start-proxy' });
});

export const adminPortCheck = check('admin-port', 'ports', async (context) => {
  const { core, ports } = context;
  if (core === null) return skipped('needsData');
  const url = core.dashboardUrl();
  if (url !== null) return ok('portOurs', { values: { url } });
  // The desktop app shows the dashboard in its window.
  if (core.isServing || ports.program.host === 'desktop') return skipped('dashboardNone');
  return portFinding(context, '127.0.0.1', core.settings().admin.port, '--admin-port');
});

export const localTokenCheck = check('local-token', 'ports', async ({ core, signal }) => {
  const url = core?.proxy.state().url ?? null;
  if (core === null || !core.isServing) return skipped('needsInstance');
  if (url === null) return skipped('proxyOff');
  const ask = (token: string | null) =>
    askHttp({ url: new URL('/health', baseOf(url)), headers: token === null ? {} : { authorization: `Bearer ${token}` }, signal });
  try {
    // What Claude Code asks first: whether anybody is there.
    const { status } = await askHttp({ url: new URL('/', baseOf(url)), method: 'HEAD', signal });
    const [without, wrong, right] = await Promise.all([ask(null), ask(`cp-${'0'.repeat(64)}`), ask(core.localToken())]);
    if (status !== 200 || !without.text.includes(core.instanceId)) return failed('tokenStranger', { values: { url }, remedy: 'stopOther' });
    if (isFull(without.text) || isFull(wrong.text)) return failed('tokenOpen', { remedy: 'restartApp' });
    return isFull(right.text) ? ok('tokenOk', { details: [detail('url', url)] }) : failed('tokenRefused', { remedy: 'restartProxy' });
  } catch (error) {
    return failed('tokenNoAnswer', { values: { url, why: whyOf(error) }, remedy: 'restartProxy', details: [detail('url', url)] });
  }
});

export const otherInstancesCheck = check('other-instances', 'ports', async ({ ports, core, signal }) => {
  const own = new Set([core?.proxy.state().url, core?.dashboardUrl()]);
  const settings = core?.settings();
  const asked = [...new Set([...DEFAULT_PORTS, ...(settings === undefined ? [] : [settings.proxy.port, settings.admin.port])])];
  const found = await Promise.all(
    asked.map(async (port) => {
      const url = baseUrlOf('127.0.0.1', port);
      if (port === 0 || own.has(url)) return [];
      const there = await codeProxyAt(url, signal);
      return there === null || there.instanceId === core?.instanceId ? [] : [url];
    }),
  );
  const old = await oldAppUse(ports.paths.folder, ports.clock.nowMs());
  if (old !== null) return warning('othersOld', { values: { what: old }, remedy: 'quitOld' });
  const urls = found.flat();
  return urls.length === 0 ? ok('othersNone') : warning('othersFound', { values: { urls: urls.join(', ') }, remedy: 'stopOther' });
});

async function portFinding({ ports, signal }: CheckContext, host: string, port: number, option: string): Promise<Finding> {
  if (port === 0) return ok('portAny');
  const owner: PortOwner = await whoListens(host, port, signal);
  const values = { host, port, option, command: ownerCommand(ports.program.platform, port) };
  switch (owner.kind) {
    case 'free':
      return ok('portFree', { values });
    case 'code-proxy':
      return failed('portCodeProxy', { values, remedy: 'stopOther' });
    case 'reserved':
      return failed('portReserved', { values, remedy: 'chooseFreePort' });
    case 'no-address':
      return failed('portNoAddress', { values, remedy: 'chooseHost' });
    case 'other-program':
      return failed('portTaken', { values, remedy: 'choosePort' });
  }
}

/** How users find out who has a port. */
function ownerCommand(platform: NodeJS.Platform, port: number): string {
  if (platform === 'win32') return `netstat -ano | findstr :${port}`;
  return platform === 'darwin' ? `lsof -nP -iTCP:${port} -sTCP:LISTEN` : `ss -ltnp 'sport = :${port}'`;
}

function baseOf(url: string): string {
  const { hostname, port } = new URL(url);
  return baseUrlOf(hostname.replace(/^\[|\]$/g, ''), Number(port === '' ? 80 : port));
}

/** With a valid token `/health` says more than who answers. */
function isFull(text: string): boolean {
  return text.includes('"version"');
}

/** The files that the replaced app has open while it runs. Null: it is not in use. */
async function oldAppUse(folder: string, nowMs: number): Promise<string | null> {
  try {
    for (const name of await readdir(folder)) {
      if (!/^code_proxy\.db-(wal|journal)$/.test(name)) continue;
      if (nowMs - (await stat(join(folder, name))).mtimeMs < OLD_APP_QUIET_MS) return name;
    }
  } catch {
    // No folder yet: nobody uses it.
  }
  return null;
}
