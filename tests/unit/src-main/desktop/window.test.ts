import { beforeEach, expect, it } from 'vitest';
import { MainWindow } from '../../../../src-main/desktop/window.ts';
import { BrowserWindow, PreventableEvent, resetElectron, session, shell } from '../../../support/electron-double.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

beforeEach(resetElectron);

function setUp(platform: NodeJS.Platform = 'linux') {
  const clock = new FakeClock();
  const state = { isQuitting: false, sessionEnds: 0, visible: [] as boolean[] };
  const window = new MainWindow({
    clock,
    platform,
    icon: 'icon.png',
    isQuitting: () => state.isQuitting,
    onSessionEnd: () => {
      state.sessionEnds += 1;
    },
    onVisible: (isVisible) => state.visible.push(isVisible),
  });
  return { clock, window, state };
}

function onlyWindow(): BrowserWindow {
  const [first, ...rest] = BrowserWindow.all.filter((window) => !window.isDestroyed());
  if (first === undefined || rest.length > 0) throw new Error(`${BrowserWindow.all.length} windows`);
  return first;
}

async function opened(platform: NodeJS.Platform = 'linux') {
  const made = setUp(platform);
  made.window.open();
  await Promise.resolve();
  return { ...made, electron: onlyWindow() };
}

it('opens one sandboxed window without preload on its own origin, and keeps its place', async () => {
  const { electron } = await opened();
  expect(electron.url).toBe('app://ui/');
  expect(electron.isShown).toBe(true);
  expect(electron.options).toMatchObject({ name: 'main', windowStatePersistence: true, show: false });
  expect(electron.options.webPreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  });
});

it('brings the window to the front when it is opened again', async () => {
  const { window, electron } = await opened();
  electron.hide();
  electron.minimize();
  window.open();
  expect(onlyWindow()).toBe(electron);
  expect([electron.isShown, electron.isMinimized()]).toEqual([true, false]);
});

it('shows a window that never says it is ready after two seconds', async () => {
  BrowserWindow.becomesReady = false;
  const { clock, electron, state } = await opened();
  clock.advance(1_999);
  expect(electron.isShown).toBe(false);
  clock.advance(1);
  expect(electron.isShown).toBe(true);
  electron.emit('ready-to-show');
  expect(state.visible).toEqual([true]);
});

it('shows a window on Linux when its page has loaded', async () => {
  BrowserWindow.becomesReady = false;
  const { electron } = await opened('linux');
  electron.webContents.emit('did-finish-load');
  expect(electron.isShown).toBe(true);
});

it('hides instead of closing, until the app quits', async () => {
  const { electron, state } = await opened();
  electron.close();
  expect([electron.isShown, electron.isDestroyed()]).toEqual([false, false]);
  expect(state.visible).toEqual([true, false]);
  state.isQuitting = true;
  electron.close();
  expect(electron.isDestroyed()).toBe(true);
});

it('gives the page back ten minutes after it was hidden and makes a new one on demand', async () => {
  const { clock, window, electron } = await opened();
  window.hide();
  clock.advance(599_999);
  expect(electron.isDestroyed()).toBe(false);
  clock.advance(1);
  expect(electron.isDestroyed()).toBe(true);
  window.open();
  expect(onlyWindow()).not.toBe(electron);
});

it('keeps a window that was opened again meanwhile', async () => {
  const { clock, window, electron } = await opened();
  window.hide();
  window.open();
  clock.advance(600_000);
  expect(electron.isDestroyed()).toBe(false);
});

it('denies every permission', async () => {
  await opened();
  const decisions: boolean[] = [];
  session.defaultSession.permissionRequest?.(null, 'media', (isGranted) => decisions.push(isGranted));
  expect([decisions, session.defaultSession.permissionCheck?.()]).toEqual([[false], false]);
});

it.each(['will-navigate', 'will-redirect'])('does not let the page leave its origin (%s)', async (name) => {
  const { electron } = await opened();
  const goTo = (url: string) => {
    const event = Object.assign(new PreventableEvent(), { url });
    electron.webContents.emit(name, event);
    return event.defaultPrevented;
  };
  expect(['https://example.org', 'file:///etc/passwd', 'app://other/', 'javascript:1', 'app://ui.evil/'].map(goTo)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(goTo('app://ui/requests')).toBe(false);
});

it('opens no windows and no webviews, and hands https links to the browser', async () => {
  const { electron } = await opened();
  const open = (url: string) => electron.webContents.windowOpenHandler?.({ url }).action;
  expect(['https://example.org/docs', 'http://example.org', 'file:///etc/passwd', 'app://ui/'].map(open)).toEqual(['deny', 'deny', 'deny', 'deny']);
  expect(shell.opened).toEqual(['https://example.org/docs']);
  const event = new PreventableEvent();
  electron.webContents.emit('will-attach-webview', event);
  expect(event.defaultPrevented).toBe(true);
});

it('reloads a page that died, but not for ever', async () => {
  const { electron } = await opened();
  const die = (reason: string) => electron.webContents.emit('render-process-gone', new PreventableEvent(), { reason });
  die('clean-exit');
  expect(electron.reloads).toBe(0);
  for (let round = 0; round < 3; round += 1) die('oom');
  expect([electron.reloads, electron.isDestroyed()]).toEqual([3, false]);
  die('oom');
  expect([electron.reloads, electron.isDestroyed()]).toEqual([3, true]);
});

it('counts a page that came up again as healthy', async () => {
  const { electron } = await opened();
  for (let round = 0; round < 6; round += 1) {
    electron.webContents.emit('render-process-gone', new PreventableEvent(), { reason: 'crashed' });
    electron.webContents.emit('did-finish-load');
  }
  expect(electron.isDestroyed()).toBe(false);
});

it('tells when Windows ends the session', async () => {
  const { electron, state } = await opened('win32');
  electron.emit('query-session-end', new PreventableEvent());
  expect(state.sessionEnds).toBe(1);
});
