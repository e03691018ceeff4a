/**
 * Entry of the desktop app. Schemes, paths and the single-instance lock come first and synchronously: Electron ignores them
 * once it is ready.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, protocol } from 'electron';
import { appVersion } from '../platform/app-version.ts';
import { systemClock } from '../platform/clock.ts';
import { createFileLogger } from '../platform/file-logger.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { APP_SCHEME_REGISTRATION } from './app-scheme.ts';
import { keepCrashDumps } from './crash-handling.ts';
import { DesktopApp } from './desktop-app.ts';
import { type LaunchOptions, launchOptions } from './launch-options.ts';

/** From dist/main, where the build puts this file. */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

protocol.registerSchemesAsPrivileged([APP_SCHEME_REGISTRATION]);
try {
  start(launchOptions(process.argv));
} catch (error) {
  dialog.showErrorBox('Code Proxy cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

function start(launch: LaunchOptions): void {
  const folder = launch.isDemo ? mkdtempSync(join(tmpdir(), 'code-proxy-demo-')) : dataFolder(process.env);
  // Chromium's files lie in the data folder, so that one data folder means one instance, and a demo disturbs nothing.
  const profile = join(folder, 'desktop');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  keepCrashDumps();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const paths = dataPaths(folder);
  const logger = createFileLogger({ folder: paths.logFolder, file: join(paths.logFolder, 'desktop.log'), level: 'info' });
  const desktop = new DesktopApp({
    // A demo runs beside the real thing, so it takes any free port unless told.
    launch: launch.isDemo ? { ...launch, overrides: { port: 0, writeClaudeSettings: false, ...launch.overrides } } : launch,
    paths,
    version: appVersion(),
    clock: systemClock,
    logger,
    platform: process.platform,
    environment: process.env,
    execPath: process.execPath,
    coreScript: new URL('./core.worker.js', import.meta.url),
    rendererFolder: at('../renderer'),
    icons: { window: at('../../assets/icon.png'), tray: at(`../../assets/${trayIcon(process.platform)}`) },
    onEnd: async () => {
      await logger.close();
      if (launch.isDemo) await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined); // Chromium may still write: the temp folder is cleaned anyway.
    },
  });
  void desktop.run();
}

/** macOS colours template icons itself; elsewhere the icon has its own colours. */
function trayIcon(platform: NodeJS.Platform): string {
  return platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
}
