import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { desktopEntry, setLaunchAtLogin } from '../../../../src-main/desktop/login-item.ts';
import { app, resetElectron } from '../../../support/electron-double.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

beforeEach(resetElectron);

const base = { environment: {}, execPath: '/opt/Code Proxy/code-proxy', isPackaged: true };

it.each(['darwin', 'win32'] as const)('uses the login items of %s', async (platform) => {
  await setLaunchAtLogin(true, { ...base, platform });
  expect(app.loginItem).toEqual({ openAtLogin: true, args: ['--hidden'] });
  await setLaunchAtLogin(false, { ...base, platform });
  expect(app.loginItem).toMatchObject({ openAtLogin: false });
});

it('writes an autostart file on Linux, follows the AppImage when it moves, and removes it', async () => {
  const config = await tempFolder();
  const file = join(config, 'autostart', 'dev.codeproxy.CodeProxy.desktop');
  const withImage = (path: string) => ({ ...base, platform: 'linux', environment: { XDG_CONFIG_HOME: config, APPIMAGE: path } }) as const;
  await setLaunchAtLogin(true, withImage('/home/user/one.AppImage'));
  expect(await readFile(file, 'utf8')).toContain('Exec="/home/user/one.AppImage" --hidden\n');
  const written = await stat(file);
  await setLaunchAtLogin(true, withImage('/home/user/one.AppImage'));
  expect((await stat(file)).ino).toBe(written.ino);
  await setLaunchAtLogin(true, withImage('/home/user/two.AppImage'));
  expect(await readFile(file, 'utf8')).toContain('two.AppImage');
  await setLaunchAtLogin(false, withImage('/home/user/two.AppImage'));
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  await setLaunchAtLogin(false, withImage('/home/user/two.AppImage'));
});

it('quotes the command as desktop files want it', () => {
  expect(desktopEntry('/opt/a "b" $c `d` \\e 100%')).toContain('Exec="/opt/a \\\\"b\\\\" \\\\$c \\\\`d\\\\` \\\\\\\\e 100%%" --hidden\n');
});

it('registers nothing for a checkout', async () => {
  const config = await tempFolder();
  await setLaunchAtLogin(true, { ...base, isPackaged: false, platform: 'linux', environment: { XDG_CONFIG_HOME: config } });
  await setLaunchAtLogin(true, { ...base, isPackaged: false, platform: 'win32' });
  await expect(stat(join(config, 'autostart'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(app.loginItem).toBeNull();
});
