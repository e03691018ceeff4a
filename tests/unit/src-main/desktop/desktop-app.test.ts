import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { DesktopApp } from '../../../../src-main/desktop/desktop-app.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { dataPaths } from '../../../../src-main/platform/paths.ts';
import { DEFAULT_SETTINGS } from '../../../../src-shared/schemas/settings.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  menuItem,
  nativeTheme,
  powerMonitor,
  press,
  protocol,
  resetElectron,
  session,
  Tray,
} from '../../../support/electron-double.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

beforeEach(() => {
  resetElectron();
  app.setPath('userData', '/nowhere');
});

/** Starts like the core, says a state, and obeys: `proxy` is answered by a new state, `stop` by the end. */
const CORE = `import { parentPort as port } from 'node:worker_threads';
const state = (kind) => port.postMessage({ type: 'state', state: { proxy: { kind, url: kind === 'running' ? 'http://127.0.0.1:9000' : null, error: null }, currentEndpoint: 'work',
  settings: ${JSON.stringify({ ui: { ...DEFAULT_SETTINGS.ui, theme: 'dark' }, desktop: DEFAULT_SETTINGS.desktop, launch: { terminal: 'auto', recentFolders: ['/projects/project'] } })}, stopGraceMs: 5000 } });
port.on('message', (message) => {
  if (message.type === 'proxy') state(message.action === 'start' ? 'running' : 'stopped');
  if (message.type === 'launch') port.postMessage({ type: 'launch-failed', failure: { code: 'TERMINAL_FAILED', message: 'no terminal for ' + message.folder } });
  if (message.type === 'stop') port.postMessage({ type: 'stopped' });
});
port.postMessage({ type: 'started', socket: '/nowhere/s', token: 't' });
state('running');
`;

async function setUp({ core = CORE, isHidden = false, platform = 'linux' }: { core?: string; isHidden?: boolean; platform?: NodeJS.Platform } = {}) {
  const folder = await tempFolder();
  const script = join(folder, 'core.mjs');
  await writeFile(script, core);
  await writeFile(join(folder, 'index.html'), 'page');
  const before = process.listeners('uncaughtException');
  const logger = new CaptureLogger();
  const ends: string[] = [];
  const desktop = new DesktopApp({
    launch: { isDemo: false, isHidden, overrides: {} },
    paths: dataPaths(folder),
    version: '1.2.3',
    clock: systemClock,
    logger,
    platform,
    environment: {},
    execPath: '/opt/code-proxy',
    coreScript: pathToFileURL(script),
    rendererFolder: folder,
    icons: { window: 'icon.png', tray: 'tray.png' },
    onEnd: () => {
      ends.push('ended');
      return Promise.resolve();
    },
  });
  onTestFinished(async () => {
    app.quit();
    await expect.poll(() => app.exitCode).not.toBeNull();
    for (const listener of process.listeners('uncaughtException')) if (!before.includes(listener)) process.off('uncaughtException', listener);
  });
  return { desktop, logger, ends };
}
const tray = () => Tray.all[0] ?? expect.fail('there is no tray icon');

it('comes up with scheme, tray and window, and shows what the core says', async () => {
  const { desktop } = await setUp();
  await desktop.run();
  expect(BrowserWindow.all).toHaveLength(1);
  const page = await protocol.handlers.get('app')?.(new Request('app://ui/'));
  expect(await page?.text()).toBe('page');
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('Proxy on: http://127.0.0.1:9000');
  expect(nativeTheme.themeSource).toBe('dark');
});

it('switches the proxy from the tray', async () => {
  const { desktop } = await setUp();
  await desktop.run();
  await expect.poll(() => menuItem(tray().menu, 'switch').enabled).toBe(true);
  press(menuItem(tray().menu, 'switch'));
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('Proxy off');
});

it('asks the core to launch Claude Code, in a recent folder or the chosen one, and shows why it failed', async () => {
  const { desktop } = await setUp();
  await desktop.run();
  await expect.poll(() => menuItem(tray().menu, 'launch').enabled).toBe(true);
  press(menuItem(tray().menu, 'launch-1'));
  await expect.poll(() => dialog.errors).toEqual([{ title: 'Claude Code was not launched', content: 'no terminal for /projects/project' }]);
  press(menuItem(tray().menu, 'launch-choose'));
  dialog.chosen = ['/projects/other'];
  press(menuItem(tray().menu, 'launch-choose'));
  await expect
    .poll(() => dialog.errors.map(({ content }) => content))
    .toEqual(['no terminal for /projects/project', 'no terminal for /projects/other']);
});

it('answers which proxy the system names for a URL', async () => {
  session.defaultSession.proxies = { 'api.example.com': 'PROXY proxy.example:3128' };
  const core = `${CORE}
port.postMessage({ type: 'ask', id: 1, question: { kind: 'resolve-proxy', url: 'https://api.example.com/' } });
port.on('message', (message) => {
  if (message.type === 'answer') port.postMessage({ type: 'launch-failed', failure: { code: 'INTERNAL', message: String(message.result.value) } });
});`;
  const { desktop } = await setUp({ core });
  await desktop.run();
  await expect.poll(() => dialog.errors.map(({ content }) => content)).toEqual(['PROXY proxy.example:3128']);
});

it('starts hidden at login, and a second start opens the window', async () => {
  const { desktop } = await setUp({ isHidden: true });
  await desktop.run();
  expect(BrowserWindow.all).toHaveLength(0);
  app.emit('second-instance');
  app.emit('second-instance');
  expect(BrowserWindow.all).toHaveLength(1);
});

it('starts hidden as a login item of macOS', async () => {
  app.wasOpenedAtLogin = true;
  const { desktop } = await setUp({ platform: 'darwin' });
  await desktop.run();
  expect(BrowserWindow.all).toHaveLength(0);
});

it('opens the window at a hidden start where there is no tray', async () => {
  Tray.isPossible = false;
  const { desktop } = await setUp({ isHidden: true });
  await desktop.run();
  expect(BrowserWindow.all).toHaveLength(1);
});

it('goes on without a window, and quits only after the core has put things back', async () => {
  const { desktop, ends } = await setUp();
  await desktop.run();
  BrowserWindow.all[0]?.close();
  app.emit('window-all-closed');
  expect(app.exitCode).toBeNull();
  app.quit();
  app.quit();
  expect([app.exitCode, ends]).toEqual([null, []]);
  await expect.poll(() => app.exitCode).toBe(0);
  expect([ends, tray().isDestroyed]).toEqual([['ended'], true]);
});

it('tells the core when the machine has woken up', async () => {
  const resumes = `${CORE}\nport.on('message', (message) => { if (message.type === 'resumed') state('stopped'); });`;
  const { desktop } = await setUp({ core: resumes });
  await desktop.run();
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('Proxy on: http://127.0.0.1:9000');
  powerMonitor.emit('resume');
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('Proxy off');
});

it('quits when the system shuts down', async () => {
  const { desktop } = await setUp();
  await desktop.run();
  powerMonitor.emit('shutdown');
  await expect.poll(() => app.exitCode).toBe(0);
});

it('says why it cannot start and ends with exit code 1', async () => {
  const core = `import { parentPort as port } from 'node:worker_threads';
    port.postMessage({ type: 'start-failed', failure: { code: 'DATABASE_NEWER', message: 'made by version 9' } });`;
  const { desktop } = await setUp({ core });
  await desktop.run();
  expect(dialog.errors).toEqual([{ title: 'Code Proxy cannot start', content: 'made by version 9' }]);
  await expect.poll(() => app.exitCode).toBe(1);
  expect(BrowserWindow.all).toHaveLength(0);
});

it('says that the core died and ends with exit code 1', async () => {
  const core = CORE.replace("if (message.type === 'proxy')", "if (message.type === 'proxy') throw new Error('out of memory');");
  const { desktop } = await setUp({ core });
  await desktop.run();
  await expect.poll(() => menuItem(tray().menu, 'switch').enabled).toBe(true);
  press(menuItem(tray().menu, 'switch'));
  await expect.poll(() => app.exitCode).toBe(1);
  expect(dialog.errors[0]?.content).toContain('out of memory');
});

it('has a place in the Dock of macOS only while its window is open', async () => {
  const { desktop } = await setUp({ platform: 'darwin' });
  await desktop.run();
  await expect.poll(() => app.activationPolicy).toBe('regular');
  BrowserWindow.all[0]?.close();
  expect(app.activationPolicy).toBe('accessory');
});

it('speaks the language of the system until a setting says otherwise, and changes it while it runs', async () => {
  app.languages = ['zh-CN'];
  const core = `${CORE.replace('const state =', "let language = 'system'; const state =").replace('"language":"system"', '"language":language')}
    port.on('message', (message) => { if (message.type === 'resumed') { language = 'ru'; state('running'); } });`;
  const { desktop } = await setUp({ core });
  await desktop.run();
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('代理已开启：http://127.0.0.1:9000');
  powerMonitor.emit('resume');
  await expect.poll(() => menuItem(tray().menu, 'state').label).toBe('Прокси включён: http://127.0.0.1:9000');
  expect(menuItem(Menu.application, 'hide-window').label).toBe('Закрыть окно');
});
