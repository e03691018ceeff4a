/**
 * Joins the desktop host: core, window, tray, menus, notices, login item, updates. Decides the order of start and end;
 * what each part does is in its own file.
 */
import { app, dialog, nativeTheme, powerMonitor, protocol, safeStorage, session } from 'electron';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { DataPaths } from '../platform/paths.ts';
import { AdminForwarder } from './admin-forwarder.ts';
import { APP_SCHEME, appSchemeHandler } from './app-scheme.ts';
import { CoreHost } from './core-host.ts';
import { watchForCrashes } from './crash-handling.ts';
import { type DesktopTexts, desktopTexts } from './desktop-texts.ts';
import type { HostState } from './host-messages.ts';
import type { LaunchOptions } from './launch-options.ts';
import { setLaunchAtLogin } from './login-item.ts';
import { MainThreadKeeper } from './main-thread-keeper.ts';
import { setApplicationMenu } from './menu.ts';
import { Notices } from './notices.ts';
import { settingsStore } from './settings-store.ts';
import { systemKeychain } from './system-keychain.ts';
import { AppTray } from './tray.ts';
import { loadElectronUpdater, watchForUpdates } from './updater.ts';
import { MainWindow } from './window.ts';

/** Streams get this time to end by themselves unless the settings say otherwise. */
const DEFAULT_STOP_GRACE_MS = 5_000;
/** Then everything is written; systems that shut down wait little longer. */
const AFTER_GRACE_MS = 7_000;

export interface DesktopAppOptions {
  readonly launch: LaunchOptions;
  readonly paths: DataPaths;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly execPath: string;
  readonly coreScript: URL;
  readonly rendererFolder: string;
  readonly icons: { readonly window: string; readonly tray: string };
  /** After the core has ended, right before the process does. */
  readonly onEnd: () => Promise<void>;
}

export class DesktopApp {
  readonly #options: DesktopAppOptions;
  readonly #core: CoreHost;
  readonly #forwarder: AdminForwarder;
  readonly #window: MainWindow;
  readonly #tray: AppTray;
  readonly #notices: Notices;
  #texts: DesktopTexts;
  #state: HostState | null = null;
  #ending: Promise<void> | null = null;
  #isCoreStopped = false;

  constructor(options: DesktopAppOptions) {
    this.#options = options;
    this.#texts = textsIn('system');
    this.#core = this.#createCore();
    this.#forwarder = new AdminForwarder(() => this.#core.address);
    this.#window = new MainWindow({
      clock: options.clock,
      platform: options.platform,
      icon: options.icons.window,
      isQuitting: () => this.#ending !== null,
      onSessionEnd: () => void this.#end('the session ends'),
      onVisible: (isVisible) => this.#showInDock(isVisible),
    });
    this.#tray = new AppTray({
      platform: options.platform,
      icon: options.icons.tray,
      text: () => this.#texts.say,
      onOpen: () => this.#window.open(),
      onSwitchProxy: (action) => this.#core.switchProxy(action),
      onLaunch: (folder) => void this.#launch(folder),
      onQuit: () => app.quit(),
    });
    this.#notices = new Notices({
      texts: () => this.#texts,
      isWanted: () => (this.#state?.settings.desktop.notifications ?? true) && !this.#window.isFocused,
      onClick: () => this.#window.open(),
    });
  }

  /** Resolves when the app is up, or has begun to end because it cannot be. Never rejects. */
  async run(): Promise<void> {
    const { launch, paths, logger, rendererFolder } = this.#options;
    this.#followApp();
    await app.whenReady();
    protocol.handle(APP_SCHEME, appSchemeHandler({ folder: rendererFolder, forward: (request) => this.#forwarder.forward(request) }));
    this.#setMenu();
    const hasTray = this.#tray.show();
    powerMonitor.on('shutdown', () => app.quit());
    powerMonitor.on('resume', () => this.#core.resumed());
    try {
      await this.#core.start();
    } catch (error) {
      this.#fail(error);
      return;
    }
    logger.info('the desktop app is up', { folder: paths.folder, hasTray });
    if (!hasTray || !(launch.isHidden || this.#wasOpenedAtLogin())) this.#window.open();
    void watchForUpdates({
      isPackaged: app.isPackaged,
      text: () => this.#texts.say,
      load: loadElectronUpdater,
      beforeInstall: () => this.#end('an update is installed'),
      onError: (error) => logger.warn('looking for updates failed', { error }),
    });
  }

  /** macOS passes login items no arguments; it tells in another way. */
  #wasOpenedAtLogin(): boolean {
    return this.#options.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  }

  #createCore(): CoreHost {
    const { clock, paths, launch, version, environment, platform, coreScript } = this.#options;
    const keeper = new MainThreadKeeper({
      keychain: systemKeychain(safeStorage, platform),
      settings: settingsStore(paths.settings, clock),
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    });
    const known = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return new CoreHost({
      script: coreScript,
      workerData: { folder: paths.folder, isDemo: launch.isDemo, version, environment: Object.fromEntries(known), overrides: launch.overrides },
      clock,
      answer: (question) => keeper.answer(question),
      onState: (state) => this.#apply(state),
      onNotice: (notice) => this.#notices.show(notice),
      onLaunchFailed: ({ code, message }) => dialog.showErrorBox(this.#texts.say('desktop.launchFailed'), this.#texts.core.error(code, message)),
      onQuitAsked: () => app.quit(),
      onCrash: (error) => this.#crash(error),
    });
  }

  /** @param folder Null: the user is asked for one. */
  async #launch(folder: string | null): Promise<void> {
    const chosen = folder ?? (await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] })).filePaths[0];
    if (chosen !== undefined) this.#core.launch(chosen);
  }

  #followApp(): void {
    app.on('second-instance', () => this.#window.open());
    app.on('activate', () => this.#window.open());
    // The proxy goes on without a window; without a listener Electron would quit.
    app.on('window-all-closed', () => undefined);
    app.on('before-quit', (event) => {
      if (this.#isCoreStopped) return;
      event.preventDefault();
      void this.#end('quit').then(() => app.quit());
    });
    watchForCrashes(this.#options.logger, (error) => this.#crash(error));
  }

  #apply(state: HostState): void {
    const before = this.#state;
    this.#state = state;
    const { ui, desktop } = state.settings;
    nativeTheme.themeSource = ui.theme;
    if (before?.settings.ui.language !== ui.language) {
      this.#texts = textsIn(ui.language);
      this.#setMenu();
    }
    this.#tray.update(state);
    if (before?.settings.desktop.launchAtLogin === desktop.launchAtLogin) return;
    const { platform, environment, execPath, logger } = this.#options;
    setLaunchAtLogin(desktop.launchAtLogin, { platform, environment, execPath, isPackaged: app.isPackaged }).catch((error: unknown) => {
      logger.warn('starting at login could not be set', { error });
    });
  }

  #setMenu(): void {
    const { platform } = this.#options;
    setApplicationMenu({
      platform,
      text: this.#texts.say,
      isPackaged: app.isPackaged,
      onHide: () => this.#window.hide(),
      onQuit: () => app.quit(),
    });
  }

  #showInDock(isVisible: boolean): void {
    if (this.#options.platform === 'darwin') app.setActivationPolicy(isVisible ? 'regular' : 'accessory');
  }

  /** Stops the core once, whoever asks; afterwards the app may quit. */
  #end(reason: string): Promise<void> {
    this.#ending ??= this.#endOnce(reason);
    return this.#ending;
  }

  async #endOnce(reason: string): Promise<void> {
    const outcome = await this.#core.stop(reason, (this.#state?.stopGraceMs ?? DEFAULT_STOP_GRACE_MS) + AFTER_GRACE_MS);
    if (outcome === 'forced') this.#options.logger.error('the core did not stop in time', { reason });
    this.#isCoreStopped = true;
    this.#forwarder.close();
    this.#tray.remove();
    await this.#options.onEnd();
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#options.logger.error('the desktop app cannot start', { error });
    dialog.showErrorBox(this.#texts.say('desktop.cannotStart'), message);
    void this.#end('the start failed').then(() => app.exit(1));
  }

  #crash(error: Error): void {
    this.#options.logger.error('the core ended unexpectedly', { error });
    const { say } = this.#texts;
    dialog.showErrorBox(say('desktop.crashed'), say('desktop.crashedDetail', { problem: error.message }));
    void this.#end('a crash').then(() => app.exit(1));
  }
}

function textsIn(wanted: string): DesktopTexts {
  return desktopTexts(wanted, app.getPreferredSystemLanguages());
}
