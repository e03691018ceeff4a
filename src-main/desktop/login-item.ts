/** Starts the app hidden at login, or no longer: by Electron on macOS and Windows, by an autostart file on Linux. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { writeFileAtomically } from '../platform/private-files.ts';

export interface LoginItemOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  /** A checkout is not a thing to start at login. */
  readonly isPackaged: boolean;
}

/** Name of the desktop file, as in package.json's desktopName. */
const AUTOSTART_NAME = 'dev.codeproxy.CodeProxy.desktop';
const HIDDEN = '--hidden';

/** Brings the system in line with the setting. Writes only where something differs, so it can run at every start. */
export async function setLaunchAtLogin(isWanted: boolean, options: LoginItemOptions): Promise<void> {
  if (!options.isPackaged) return;
  if (options.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isWanted, args: [HIDDEN] });
    return;
  }
  const file = autostartFile(options.environment);
  if (!isWanted) {
    await rm(file, { force: true });
    return;
  }
  // The AppImage's own path: the executable lies in a mount that is gone after this run. An update moves it, hence every start.
  const text = desktopEntry(options.environment.APPIMAGE ?? options.execPath);
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomically(file, text, { mode: 0o644 });
}

function autostartFile(environment: LoginItemOptions['environment']): string {
  const configured = environment.XDG_CONFIG_HOME;
  return join(configured === undefined || configured === '' ? join(homedir(), '.config') : configured, 'autostart', AUTOSTART_NAME);
}

/** Quoting: Desktop Entry Specification, "The Exec key": in quotes, with `"`, `` ` ``, `$` and `\` escaped, and `%` doubled. */
export function desktopEntry(command: string): string {
  const quoted = command.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  // The value is a string in a desktop file first, where a backslash needs one of its own.
  const exec = `"${quoted}" ${HIDDEN}`.replaceAll('\\', '\\\\');
  return `[Desktop Entry]\nType=Application\nName=Code Proxy\nExec=${exec}\nIcon=code-proxy\nTerminal=false\nX-GNOME-Autostart-enabled=true\n`;
}
