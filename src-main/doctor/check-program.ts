/** Looks at what the program itself stands on: the runtime, the native module, the data of time zones. */
import { check, textOf } from './check.ts';
import { detail, failed, ok, warning } from './finding.ts';

/** The first with `AsyncDisposableStack`. */
const NEEDED_NODE = [24, 0] as const;

const ODD_ZONE = 'Asia/Kathmandu';

export const runtimeCheck = check('runtime', 'program', async ({ ports: { program } }) => {
  const { node, electron, platform, release, arch } = program;
  const values = { node, electron: electron ?? '', system: `${platform} ${release} (${arch})`, needed: NEEDED_NODE.join('.') };
  const details = [detail('version', program.version)];
  if (isOlder(node, NEEDED_NODE)) return warning('runtimeOld', { values, details, remedy: 'newerNode' });
  return ok(electron === null ? 'runtimeOk' : 'runtimeElectron', { values, details });
});

export const nativeModuleCheck = check('native-module', 'program', async ({ ports }) => {
  try {
    return ok('nativeOk', { values: { version: await ports.loadDatabaseModule() } });
  } catch (error) {
    return failed('nativeBroken', { values: { text: textOf(error).split('\n')[0] ?? '' }, remedy: 'reinstall' });
  }
});

export const timeZoneCheck = check('time-zone', 'program', async ({ ports: { environment } }) => {
  const zone: string | undefined = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  const details = environment.TZ === undefined ? [] : [detail('variable', `TZ=${environment.TZ}`)];
  if (!knowsZones()) return warning('zoneDataMissing', { details, remedy: 'fullIcu' });
  const isUnknown = zone === undefined || zone === '' || zone === 'Etc/Unknown';
  const isMisspelt = environment.TZ !== undefined && /^[A-Z][a-z]+\/\w/.test(environment.TZ) && !isZone(environment.TZ);
  if (isUnknown || isMisspelt) return warning('zoneUnknown', { values: { zone: environment.TZ ?? '' }, details, remedy: 'zone' });
  return ok('zoneOk', { values: { zone }, details });
});

/** Kathmandu is 5 h 45 min ahead: without the data of zones this would be UTC. */
function knowsZones(): boolean {
  if (!isZone(ODD_ZONE)) return false;
  const format = new Intl.DateTimeFormat('en', { timeZone: ODD_ZONE, minute: 'numeric', hour: 'numeric' });
  return format.formatToParts(Date.UTC(2026, 0, 1)).some(({ type, value }) => type === 'minute' && value === '45');
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // The only way in which Intl says no.
  }
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const [hasMajor = 0, hasMinor = 0] = version.split('.').map(Number);
  return hasMajor < major || (hasMajor === major && hasMinor < minor);
}
