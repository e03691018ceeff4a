/**
 * The one window: sandboxed, without preload, unable to leave `app://ui`, and hidden instead of closed until the app quits.
 *
 * Its renderer is given back some time after the window was hidden, because an unseen page costs more memory than the
 * whole core; the size and place of the window are kept by Electron.
 */
import { BrowserWindow, type Session, session, shell } from 'electron';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { APP_ORIGIN } from './app-scheme.ts';

/** On Wayland `ready-to-show` may never come for a hidden window; a blank moment is better than no window. */
const REVEAL_FALLBACK_MS = 2_000;
const RELEASE_AFTER_HIDDEN_MS = 600_000;
const MAX_RELOADS = 3;

export interface MainWindowOptions {
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly icon: string;
  /** True once the app is about to end: only then does closing close. */
  readonly isQuitting: () => boolean;
  /** Windows ends the session: the core must put things back now. */
  readonly onSessionEnd: () => void;
  /** With `true` the window came up, with `false` it went away. */
  readonly onVisible: (isVisible: boolean) => void;
}

export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #cancelRelease: CancelTimer | null = null;
  #reloads = 0;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false;
  }

  /** Shows the window, making it if there is none. A second call brings it to the front. */
  open(): void {
    this.#cancelRelease?.();
    this.#cancelRelease = null;
    const existing = this.#window;
    if (existing === null) {
      this.#create();
      return;
    }
    if (existing.isMinimized()) existing.restore();
    existing.show();
    existing.focus();
    this.#options.onVisible(true);
  }

  hide(): void {
    if (this.#window === null) return;
    this.#window.hide();
    this.#options.onVisible(false);
    this.#cancelRelease?.();
    this.#cancelRelease = this.#options.clock.setTimer(RELEASE_AFTER_HIDDEN_MS, () => this.#window?.destroy());
  }

  #create(): void {
    const { clock, platform, icon } = this.#options;
    lockDownSession(session.defaultSession);
    const window = new BrowserWindow({
      name: 'main',
      windowStatePersistence: true,
      width: 1_180,
      height: 780,
      minWidth: 380,
      minHeight: 480,
      show: false,
      autoHideMenuBar: true,
      title: 'Code Proxy',
      icon,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
    });
    this.#window = window;
    lockDownNavigation(window);
    let isRevealed = false;
    const reveal = () => {
      if (isRevealed || window.isDestroyed()) return;
      isRevealed = true;
      cancelFallback();
      window.show();
      this.#options.onVisible(true);
    };
    const cancelFallback = clock.setTimer(REVEAL_FALLBACK_MS, reveal);
    window.once('ready-to-show', reveal);
    if (platform === 'linux') window.webContents.once('did-finish-load', reveal);
    this.#keepToTray(window);
    this.#surviveCrashes(window);
    void window.loadURL(`${APP_ORIGIN}/`);
  }

  #keepToTray(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#options.isQuitting()) return;
      event.preventDefault();
      this.hide();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#cancelRelease?.();
      this.#cancelRelease = null;
    });
    window.on('query-session-end', () => this.#options.onSessionEnd());
  }

  #surviveCrashes(window: BrowserWindow): void {
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason === 'clean-exit') return;
      this.#reloads += 1;
      // A page that dies again and again is not helped by loading it again; the next open() makes a fresh window.
      if (this.#reloads > MAX_RELOADS) window.destroy();
      else window.reload();
    });
    window.webContents.on('did-finish-load', () => {
      this.#reloads = 0;
    });
  }
}

/** Nothing that the page could ask for is needed, so everything is denied. */
function lockDownSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  target.setPermissionCheckHandler(() => false);
}

/** The page stays where it is; web links open in the user's browser. */
function lockDownNavigation(window: BrowserWindow): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isOwnPage(url)) event.preventDefault();
  };
  window.webContents.on('will-navigate', (event) => stay(event, event.url));
  window.webContents.on('will-redirect', (event) => stay(event, event.url));
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(({ url }) => {
    if (/^https:\/\//.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && `${url.protocol}//${url.host}` === APP_ORIGIN;
}
