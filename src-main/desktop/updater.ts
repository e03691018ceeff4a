/** Looks for a newer release once per start of a packaged app, and installs it only after the user agreed. */
import { dialog } from 'electron';
import type { Text } from './desktop-texts.ts';

/** As much of electron-updater as is used. */
export interface UpdateSource {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  checkForUpdates(): Promise<unknown>;
  on(event: 'update-downloaded', listener: (info: { readonly version: string }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  quitAndInstall(): void;
}

export interface UpdaterOptions {
  readonly isPackaged: boolean;
  readonly text: () => Text;
  /** Loaded only when needed: it is large, and useless in a checkout. */
  readonly load: () => Promise<UpdateSource>;
  /** Puts things back before the installer takes over. */
  readonly beforeInstall: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Never rejects: an app that cannot look for updates works all the same. */
export async function watchForUpdates({ isPackaged, text, load, beforeInstall, onError }: UpdaterOptions): Promise<void> {
  if (!isPackaged) return;
  try {
    const source = await load();
    source.autoDownload = true;
    source.autoInstallOnAppQuit = false;
    source.on('error', onError);
    source.on('update-downloaded', ({ version }) => {
      void askAndInstall(source, version, text(), beforeInstall).catch(onError);
    });
    await source.checkForUpdates();
  } catch (error) {
    onError(error);
  }
}

async function askAndInstall(source: UpdateSource, version: string, text: Text, beforeInstall: () => Promise<void>): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: text('desktop.updateReady', { version }),
    detail: text('desktop.updateDetail'),
    buttons: [text('desktop.updateNow'), text('desktop.updateLater')],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return;
  await beforeInstall();
  source.quitAndInstall();
}

/** electron-updater's own default export is the CommonJS module in a bundle. */
export async function loadElectronUpdater(): Promise<UpdateSource> {
  const { autoUpdater } = await import('electron-updater');
  return autoUpdater;
}
