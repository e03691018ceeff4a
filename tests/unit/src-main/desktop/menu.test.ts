import { beforeEach, expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';
import { setApplicationMenu } from '../../../../src-main/desktop/menu.ts';
import { Menu, menuItem, press, resetElectron } from '../../../support/electron-double.ts';

beforeEach(resetElectron);

it.each(['darwin', 'linux', 'win32'] as const)('hides with Cmd/Ctrl+W and quits with Cmd/Ctrl+Q on %s', (platform) => {
  const calls: string[] = [];
  setApplicationMenu({
    platform,
    text: desktopTexts('en', []).say,
    isPackaged: true,
    onHide: () => calls.push('hide'),
    onQuit: () => calls.push('quit'),
  });
  const hide = menuItem(Menu.application, 'hide-window');
  const quit = menuItem(Menu.application, 'quit');
  expect([hide.accelerator, quit.accelerator]).toEqual(['CmdOrCtrl+W', 'CmdOrCtrl+Q']);
  press(hide);
  press(quit);
  expect(calls).toEqual(['hide', 'quit']);
  // The roles would close the window for good and quit past the restore of Claude Code's settings.
  expect(JSON.stringify(Menu.application)).not.toMatch(/"role":"(?:close|quit|windowMenu|fileMenu|appMenu)"/);
});

it('offers the developer tools in a checkout only', () => {
  const roles = (isPackaged: boolean) => {
    setApplicationMenu({ platform: 'linux', text: desktopTexts('en', []).say, isPackaged, onHide: () => undefined, onQuit: () => undefined });
    return JSON.stringify(Menu.application);
  };
  expect(roles(false)).toContain('toggleDevTools');
  expect(roles(true)).not.toContain('toggleDevTools');
});

it.each(['en', 'zh', 'ru'])('has a label of ours for every item in %s', (language) => {
  const { say } = desktopTexts(language, []);
  setApplicationMenu({ platform: 'darwin', text: say, isPackaged: false, onHide: () => undefined, onQuit: () => undefined });
  const items = JSON.stringify(Menu.application).match(/\{[^{}]*"role"[^{}]*\}/g) ?? [];
  expect(items.length).toBeGreaterThan(15);
  expect(items.filter((item) => !/"label":"[^"]+"/.test(item))).toEqual([]);
  expect(JSON.stringify(Menu.application)).toContain(say('desktop.menu.selectAll'));
});
