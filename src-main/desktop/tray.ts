/**
 * The tray icon and its menu. The menu also says what the icon shows, because some desktops repaint icons late, and it is
 * set anew after every change, because Linux shows a menu as it was when it was set. Without a tray the app works all the
 * same: starting it a second time opens the window.
 */
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Text } from './desktop-texts.ts';
import type { HostState } from './host-messages.ts';

/** Windows keeps the user's choice of where the icon stands under this id, over updates too. */
const TRAY_GUID = '6f0d5c5e-2c5b-4a4f-9a53-6d3f3a4f1b7e';

/** More are hard to tell apart in a menu. */
const SHOWN_FOLDERS = 8;
/** The end of a path says more than its beginning. */
const SHOWN_FOLDER_CHARACTERS = 60;

export interface TrayOptions {
  readonly platform: NodeJS.Platform;
  /** Path of the icon. On macOS the file name ends in `Template`, so that the system colours it. */
  readonly icon: string;
  readonly text: () => Text;
  readonly onOpen: () => void;
  readonly onSwitchProxy: (action: 'start' | 'stop') => void;
  /** Claude Code in this folder; null: in one that is still to be chosen. */
  readonly onLaunch: (folder: string | null) => void;
  readonly onQuit: () => void;
}

export class AppTray {
  readonly #options: TrayOptions;
  #tray: Tray | null = null;
  #state: HostState | null = null;

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  /** False when the desktop has no place for it. */
  show(): boolean {
    const { platform, icon, onOpen } = this.#options;
    try {
      const image = nativeImage.createFromPath(icon);
      this.#tray = platform === 'win32' ? new Tray(image, TRAY_GUID) : new Tray(image);
    } catch {
      // No tray here (a bare window manager, for example). The window and a second start remain.
      return false;
    }
    this.#tray.on('click', onOpen);
    this.#render();
    return true;
  }

  update(state: HostState): void {
    this.#state = state;
    this.#render();
  }

  /** Menu texts in another language. */
  refresh(): void {
    this.#render();
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #render(): void {
    if (this.#tray === null) return;
    const text = this.#options.text();
    this.#tray.setToolTip(text('desktop.tooltip', { state: stateLine(text, this.#state) }));
    this.#tray.setContextMenu(Menu.buildFromTemplate(this.#items(text)));
  }

  #items(text: Text): MenuItemConstructorOptions[] {
    const { onOpen, onSwitchProxy, onQuit } = this.#options;
    const state = this.#state;
    const isRunning = state?.proxy.kind === 'running';
    const endpoint = state?.currentEndpoint ?? null;
    return [
      { id: 'open', label: text('desktop.open'), click: onOpen },
      { type: 'separator' },
      { id: 'state', label: stateLine(text, state), enabled: false },
      {
        id: 'endpoint',
        label: endpoint === null ? text('desktop.noEndpoint') : text('desktop.endpoint', { name: endpoint }),
        enabled: false,
      },
      {
        id: 'switch',
        label: text(isRunning ? 'desktop.stopProxy' : 'desktop.startProxy'),
        enabled: state !== null,
        click: () => onSwitchProxy(isRunning ? 'stop' : 'start'),
      },
      { type: 'separator' },
      { id: 'launch', label: text('desktop.launch'), enabled: state !== null, submenu: this.#launches(text) },
      { type: 'separator' },
      { id: 'quit', label: text('desktop.quit'), click: onQuit },
    ];
  }

  #launches(text: Text): MenuItemConstructorOptions[] {
    const { onLaunch } = this.#options;
    const folders = (this.#state?.settings.launch.recentFolders ?? []).slice(0, SHOWN_FOLDERS);
    const recent = folders.map((folder, index) => ({ id: `launch-${index + 1}`, label: menuLabel(folder), click: () => onLaunch(folder) }));
    const choose = { id: 'launch-choose', label: text('desktop.launchChoose'), click: () => onLaunch(null) };
    return recent.length === 0 ? [choose] : [...recent, { type: 'separator' }, choose];
  }
}

/** An ampersand would underline the next letter. */
function menuLabel(folder: string): string {
  const shown = folder.length > SHOWN_FOLDER_CHARACTERS ? `… ${folder.slice(-SHOWN_FOLDER_CHARACTERS)}` : folder;
  return shown.replaceAll('&', '&&');
}

function stateLine(text: Text, state: HostState | null): string {
  if (state === null) return text('desktop.starting');
  if (state.proxy.kind === 'running') return text('desktop.running', { url: state.proxy.url ?? '' });
  return text(state.proxy.kind === 'failed' ? 'desktop.failed' : 'desktop.stopped');
}
