/**
 * The application menu. Cmd/Ctrl+W hides the window and Cmd/Ctrl+Q quits: the roles would close or quit in other ways. Every
 * item has a label of ours, because Electron names its roles in English only.
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Text } from './desktop-texts.ts';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly text: Text;
  readonly isPackaged: boolean;
  readonly onHide: () => void;
  readonly onQuit: () => void;
}

/** Label below `desktop.menu` to the role of Electron. */
const ROLES = {
  about: 'about',
  hide: 'hide',
  hideOthers: 'hideOthers',
  unhide: 'unhide',
  undo: 'undo',
  redo: 'redo',
  cut: 'cut',
  copy: 'copy',
  paste: 'paste',
  delete: 'delete',
  selectAll: 'selectAll',
  reload: 'reload',
  resetZoom: 'resetZoom',
  zoomIn: 'zoomIn',
  zoomOut: 'zoomOut',
  fullScreen: 'togglefullscreen',
  devTools: 'toggleDevTools',
} as const;

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

export function setApplicationMenu({ platform, text, isPackaged, onHide, onQuit }: ApplicationMenuOptions): void {
  const items = (...keys: (keyof typeof ROLES)[]) => keys.map((key) => ({ role: ROLES[key], label: text(`desktop.menu.${key}`) }));
  const quit: MenuItemConstructorOptions = { id: 'quit', label: text('desktop.quit'), accelerator: 'CmdOrCtrl+Q', click: onQuit };
  const app: MenuItemConstructorOptions = {
    label: 'Code Proxy',
    submenu: [...items('about'), SEPARATOR, ...items('hide', 'hideOthers', 'unhide'), SEPARATOR, quit],
  };
  const view = items('reload', 'resetZoom', 'zoomIn', 'zoomOut', 'fullScreen');
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [app] : []),
    {
      label: text('desktop.file'),
      submenu: [
        { id: 'hide-window', label: text('desktop.hideWindow'), accelerator: 'CmdOrCtrl+W', click: onHide },
        ...(platform === 'darwin' ? [] : [quit]),
      ],
    },
    {
      label: text('desktop.menu.edit'),
      submenu: [...items('undo', 'redo'), SEPARATOR, ...items('cut', 'copy', 'paste', 'delete'), SEPARATOR, ...items('selectAll')],
    },
    { label: text('desktop.view'), submenu: isPackaged ? view : [...view, ...items('devTools')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
