import { beforeEach, expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';
import type { HostState } from '../../../../src-main/desktop/host-messages.ts';
import { AppTray } from '../../../../src-main/desktop/tray.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { menuItem, press, resetElectron, Tray } from '../../../support/electron-double.ts';

beforeEach(resetElectron);

const RUNNING: HostState = {
  proxy: { kind: 'running', url: 'http://127.0.0.1:9000', error: null },
  currentEndpoint: 'work',
  settings: DEFAULT_SETTINGS,
  stopGraceMs: 5_000,
};
const STOPPED: HostState = { ...RUNNING, proxy: { kind: 'stopped', url: null, error: null }, currentEndpoint: null };

function setUp(platform: NodeJS.Platform = 'linux') {
  const calls: string[] = [];
  const tray = new AppTray({
    platform,
    icon: 'tray.png',
    text: () => desktopTexts('en', []).say,
    onOpen: () => calls.push('open'),
    onSwitchProxy: (action) => calls.push(action),
    onLaunch: (folder) => calls.push(`launch ${folder}`),
    onQuit: () => calls.push('quit'),
  });
  return { tray, calls };
}
const shown = () => Tray.all[0] ?? expect.fail('there is no tray icon');

it('shows the state and the current endpoint, and sets the menu anew after every change', () => {
  const { tray } = setUp();
  expect(tray.show()).toBe(true);
  expect(menuItem(shown().menu, 'state').label).toBe('Starting …');
  const before = shown().menu;
  tray.update(RUNNING);
  expect(shown().menu).not.toBe(before);
  expect(shown().toolTip).toBe('Code Proxy: Proxy on: http://127.0.0.1:9000');
  expect(menuItem(shown().menu, 'endpoint').label).toBe('Endpoint: work');
  tray.update(STOPPED);
  expect(menuItem(shown().menu, 'state').label).toBe('Proxy off');
  expect(menuItem(shown().menu, 'endpoint').label).toBe('No endpoint is ready');
});

it('opens, switches the proxy to what it is not, and quits', () => {
  const { tray, calls } = setUp();
  tray.show();
  expect(menuItem(shown().menu, 'switch').enabled).toBe(false);
  tray.update(RUNNING);
  press(menuItem(shown().menu, 'open'));
  press(menuItem(shown().menu, 'switch'));
  tray.update(STOPPED);
  press(menuItem(shown().menu, 'switch'));
  press(menuItem(shown().menu, 'quit'));
  shown().emit('click');
  expect(calls).toEqual(['open', 'stop', 'start', 'quit', 'open']);
});

it('launches Claude Code in a recent folder or in one that is still to be chosen', () => {
  const { tray, calls } = setUp();
  tray.show();
  expect(menuItem(shown().menu, 'launch').enabled).toBe(false);
  const long = `/home/user/${'deep/'.repeat(20)}project`;
  tray.update({ ...RUNNING, settings: { ...DEFAULT_SETTINGS, launch: { terminal: 'auto', recentFolders: ['/projects/a & b', long] } } });
  expect(menuItem(shown().menu, 'launch-1').label).toBe('/projects/a && b');
  expect(menuItem(shown().menu, 'launch-2').label).toMatch(/^… .{60}$/);
  for (const id of ['launch-1', 'launch-2', 'launch-choose']) press(menuItem(shown().menu, id));
  expect(calls).toEqual(['launch /projects/a & b', `launch ${long}`, 'launch null']);
});

it('offers only the choice of a folder before any was used', () => {
  const { tray } = setUp();
  tray.show();
  tray.update(RUNNING);
  expect(menuItem(shown().menu, 'launch').submenu).toMatchObject([{ id: 'launch-choose' }]);
});

it('keeps its place in the Windows tray by a fixed id', () => {
  setUp('win32').tray.show();
  setUp('win32').tray.show();
  expect(Tray.all[0]?.guid).toMatch(/^[0-9a-f-]{36}$/);
  expect(Tray.all[1]?.guid).toBe(Tray.all[0]?.guid);
  setUp('linux').tray.show();
  expect(Tray.all[2]?.guid).toBeUndefined();
});

it('does without a tray where there is none', () => {
  Tray.isPossible = false;
  const { tray } = setUp();
  expect(tray.show()).toBe(false);
  tray.update(RUNNING);
  tray.remove();
  expect(Tray.all).toEqual([]);
});

it('goes when it is removed', () => {
  const { tray } = setUp();
  tray.show();
  tray.remove();
  expect(shown().isDestroyed).toBe(true);
});
