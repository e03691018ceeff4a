/**
 * Stands in for Electron where there is no runtime: records what the desktop host asks of it and lets a test play the
 * user and the system. Typed against electron.d.ts, so that it cannot offer what Electron does not have.
 *
 * It is one per process, like Electron itself; `resetElectron()` makes it new.
 */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

class AppDouble extends EventEmitter {
  isPackaged = false;
  hasLock = true;
  languages = ['en-GB'];
  readonly paths: Record<string, string> = {};
  loginItem: Electron.Settings | null = null;
  activationPolicy: string | null = null;
  wasOpenedAtLogin = false;
  /** Exit code once the app is gone; null while it runs. */
  exitCode: number | null = null;

  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  /** As Electron: asks `before-quit` first, which may prevent it. */
  quit(): void {
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code = 0): void {
    if (this.exitCode !== null) return;
    this.exitCode = code;
    this.emit('quit', new PreventableEvent(), code);
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  getPath(name: string): string {
    return this.paths[name] ?? `unset:${name}`;
  }
  getPreferredSystemLanguages(): string[] {
    return this.languages;
  }
  getVersion(): string {
    return '0.0.0';
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings;
  }
  getLoginItemSettings(): Pick<Electron.LoginItemSettings, 'wasOpenedAtLogin'> {
    return { wasOpenedAtLogin: this.wasOpenedAtLogin };
  }
  setActivationPolicy(policy: 'regular' | 'accessory' | 'prohibited'): void {
    this.activationPolicy = policy;
  }
}

export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class WebContentsDouble extends EventEmitter {
  windowOpenHandler: ((details: Pick<Electron.HandlerDetails, 'url'>) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.windowOpenHandler = (details) =>
      handler({ disposition: 'new-window', features: '', frameName: '', referrer: { policy: 'default', url: '' }, ...details });
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  /** False: like Wayland, where a hidden window is never ready to be shown. */
  static becomesReady = true;
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContentsDouble();
  url: string | null = null;
  isShown = false;
  reloads = 0;
  #isDestroyed = false;
  #isMinimized = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    if (BrowserWindow.becomesReady) queueMicrotask(() => this.emit('ready-to-show'));
    return Promise.resolve();
  }
  reload(): void {
    this.reloads += 1;
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  focus(): void {
    this.emit('focus');
  }
  isFocused(): boolean {
    return this.isShown;
  }
  minimize(): void {
    this.#isMinimized = true;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  /** As when the user clicks the cross. */
  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    this.#isDestroyed = true;
    this.isShown = false;
    this.emit('closed');
  }
}

export interface MenuDouble {
  readonly items: readonly Electron.MenuItemConstructorOptions[];
}

class MenuOwner {
  application: MenuDouble | null = null;
  buildFromTemplate(items: Electron.MenuItemConstructorOptions[]): MenuDouble {
    return { items };
  }
  setApplicationMenu(menu: MenuDouble): void {
    this.application = menu;
  }
}

export class Tray extends EventEmitter {
  static all: Tray[] = [];
  /** False: a desktop without a place for tray icons. */
  static isPossible = true;
  readonly image: unknown;
  readonly guid: string | undefined;
  toolTip = '';
  menu: MenuDouble | null = null;
  isDestroyed = false;

  constructor(image: unknown, guid?: string) {
    super();
    if (!Tray.isPossible) throw new Error('no status notifier');
    this.image = image;
    this.guid = guid;
    Tray.all.push(this);
  }
  setToolTip(text: string): void {
    this.toolTip = text;
  }
  setContextMenu(menu: MenuDouble): void {
    this.menu = menu;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

export class Notification extends EventEmitter {
  static all: Notification[] = [];
  readonly options: Electron.NotificationConstructorOptions;
  isShown = false;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
    Notification.all.push(this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.isShown = true;
  }
}

class SafeStorageDouble {
  isAvailable = true;
  backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> = 'gnome_libsecret';
  shouldReEncrypt = false;
  /** The lock on it; another one means that the keychain was reset. */
  lock = 0x5a;
  isAsyncEncryptionAvailable(): Promise<boolean> {
    return Promise.resolve(this.isAvailable);
  }
  getSelectedStorageBackend(): ReturnType<Electron.SafeStorage['getSelectedStorageBackend']> {
    return this.backend;
  }
  encryptStringAsync(text: string): Promise<Buffer> {
    return Promise.resolve(Buffer.concat([Buffer.from([this.lock]), Buffer.from(text).map((byte) => byte ^ this.lock)]));
  }
  decryptStringAsync(sealed: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    if (sealed[0] !== this.lock) return Promise.reject(new Error('decryption failed'));
    const result = Buffer.from(sealed.subarray(1).map((byte) => byte ^ this.lock)).toString();
    return Promise.resolve({ result, shouldReEncrypt: this.shouldReEncrypt });
  }
}

class ProtocolDouble {
  privileged: Electron.CustomScheme[] = [];
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    this.privileged = schemes;
  }
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.handlers.set(scheme, handler);
  }
}

class DialogDouble {
  readonly errors: { title: string; content: string }[] = [];
  readonly questions: Electron.MessageBoxOptions[] = [];
  /** Index of the button that the user presses. */
  answer = 0;
  showErrorBox(title: string, content: string): void {
    this.errors.push({ title, content });
  }
  /** What the user chooses; none: the dialog is closed. */
  chosen: string[] = [];
  showOpenDialog(_options: Electron.OpenDialogOptions): Promise<Electron.OpenDialogReturnValue> {
    return Promise.resolve({ canceled: this.chosen.length === 0, filePaths: this.chosen });
  }
  showMessageBox(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> {
    this.questions.push(options);
    return Promise.resolve({ response: this.answer, checkboxChecked: false });
  }
}

class SessionDouble {
  /** As the system's settings say; by host name, else for all. */
  proxies: Record<string, string> = {};
  resolveProxy(url: string): Promise<string> {
    return Promise.resolve(this.proxies[new URL(url).hostname] ?? this.proxies['*'] ?? 'DIRECT');
  }
  permissionRequest: ((contents: null, permission: string, decide: (isGranted: boolean) => void) => void) | null = null;
  permissionCheck: (() => boolean) | null = null;
  setPermissionRequestHandler(handler: (contents: null, permission: string, decide: (isGranted: boolean) => void) => void): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler;
  }
}

export const app = new AppDouble();
export const Menu = new MenuOwner();
export const safeStorage = new SafeStorageDouble();
export const protocol = new ProtocolDouble();
export const dialog = new DialogDouble();
export const session = { defaultSession: new SessionDouble() };
export const powerMonitor = new EventEmitter();
export const ipcMain = new EventEmitter();
export const nativeTheme: Pick<Electron.NativeTheme, 'themeSource'> = { themeSource: 'system' };
export const nativeImage = { createFromPath: (path: string) => ({ path }) };
export const crashReporter = { options: null as Electron.CrashReporterStartOptions | null, start: startCrashReporter };
export const shell = { opened: [] as string[], openExternal: openExternally, openPath: () => Promise.resolve('') };

function startCrashReporter(options: Electron.CrashReporterStartOptions): void {
  crashReporter.options = options;
}
function openExternally(url: string): Promise<void> {
  shell.opened.push(url);
  return Promise.resolve();
}

/** What the host uses of each object must exist in Electron under that name and be callable in that way. */
app satisfies Pick<
  Electron.App,
  'exit' | 'getPreferredSystemLanguages' | 'quit' | 'requestSingleInstanceLock' | 'setActivationPolicy' | 'setLoginItemSettings' | 'whenReady'
>;
safeStorage satisfies Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>;
crashReporter satisfies Pick<Electron.CrashReporter, 'start'>;
session.defaultSession satisfies Pick<Electron.Session, 'resolveProxy'>;
dialog satisfies Pick<Electron.Dialog, 'showErrorBox'>;
shell satisfies Pick<Electron.Shell, 'openExternal' | 'openPath'>;

/** A fresh Electron: no windows, no listeners, defaults everywhere. */
export function resetElectron(): void {
  for (const emitter of [app, powerMonitor, ipcMain]) emitter.removeAllListeners();
  Object.assign(app, {
    isPackaged: false,
    hasLock: true,
    languages: ['en-GB'],
    loginItem: null,
    activationPolicy: null,
    wasOpenedAtLogin: false,
    exitCode: null,
  });
  Object.assign(safeStorage, { isAvailable: true, backend: 'gnome_libsecret', shouldReEncrypt: false, lock: 0x5a });
  [BrowserWindow.all, Tray.all, Notification.all] = [[], [], []];
  [BrowserWindow.becomesReady, Tray.isPossible] = [true, true];
  protocol.handlers.clear();
  Menu.application = null;
  nativeTheme.themeSource = 'system';
  dialog.errors.length = 0;
  dialog.questions.length = 0;
  dialog.answer = 0;
  dialog.chosen = [];
  session.defaultSession.proxies = {};
  shell.opened.length = 0;
}

/** The item with this id, wherever it is in the menu. */
export function menuItem(menu: MenuDouble | null, id: string): Electron.MenuItemConstructorOptions {
  const search = (items: readonly Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions | null => {
    for (const item of items) {
      const found = item.id === id ? item : Array.isArray(item.submenu) ? search(item.submenu) : null;
      if (found !== null) return found;
    }
    return null;
  };
  const found = search(menu?.items ?? []);
  if (found === null) throw new Error(`no menu item ${id}`);
  return found;
}

/** Presses a menu item. The host's handlers take no arguments, so none are made up. */
export function press(item: Electron.MenuItemConstructorOptions): void {
  if (item.enabled === false) throw new Error(`the menu item ${item.id} is disabled`);
  const click: unknown = item.click;
  if (typeof click === 'function') click();
}

// biome-ignore lint/style/noDefaultExport: Electron has one, and electron-store imports it.
export default {
  app,
  BrowserWindow,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
};
