/** The application menu. Cmd/Ctrl+W hides the window and Cmd/Ctrl+Q quits: the roles would close or quit in other ways. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Text } from './desktop-texts.ts';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly text: Text;
  readonly isPackaged: boolean;
  readonly onHide: () => void;
  readonly onQuit: () => void;
}

export function setApplicationMenu({ platform, text, isPackaged, onHide, onQuit }: ApplicationMenuOptions): void {
  const quit: MenuItemConstructorOptions = { id: 'quit', label: text('desktop.quit'), accelerator: 'CmdOrCtrl+Q', click: onQuit };
  const app: MenuItemConstructorOptions = {
    label: 'Code Proxy',
    submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, { type: 'separator' }, quit],
  };
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [app] : []),
    {
      label: text('desktop.file'),
      submenu: [
        { id: 'hide-window', label: text('desktop.hideWindow'), accelerator: 'CmdOrCtrl+W', click: onHide },
        ...(platform === 'darwin' ? [] : [quit]),
      ],
    },
    { role: 'editMenu' },
    { label: text('desktop.view'), submenu: isPackaged ? view : [...view, { role: 'toggleDevTools' }] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
