import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { desktopTexts } from '../../../../src-main/desktop/desktop-texts.ts';
import { type UpdateSource, watchForUpdates } from '../../../../src-main/desktop/updater.ts';
import { dialog, resetElectron } from '../../../support/electron-double.ts';

beforeEach(resetElectron);

class FakeSource extends EventEmitter implements UpdateSource {
  autoDownload = false;
  autoInstallOnAppQuit = true;
  readonly calls: string[] = [];
  checkForUpdates(): Promise<unknown> {
    this.calls.push('check');
    return Promise.resolve(null);
  }
  quitAndInstall(): void {
    this.calls.push('install');
  }
}

async function watch(source: FakeSource, isPackaged = true) {
  const errors: unknown[] = [];
  let loads = 0;
  await watchForUpdates({
    isPackaged,
    text: () => desktopTexts('en', []).say,
    load: () => {
      loads += 1;
      return Promise.resolve(source);
    },
    beforeInstall: () => {
      source.calls.push('put back');
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
  });
  return { errors, loads };
}

it('installs a downloaded release only after the user agreed and everything was put back', async () => {
  const source = new FakeSource();
  await watch(source);
  source.emit('update-downloaded', { version: '2.0.0' });
  await expect.poll(() => source.calls).toEqual(['check', 'put back', 'install']);
  expect(dialog.questions[0]?.message).toContain('2.0.0');
  expect([source.autoDownload, source.autoInstallOnAppQuit]).toEqual([true, false]);
});

it('leaves everything as it is when the user says later', async () => {
  const source = new FakeSource();
  dialog.answer = 1;
  await watch(source);
  source.emit('update-downloaded', { version: '2.0.0' });
  await expect.poll(() => dialog.questions).toHaveLength(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(source.calls).toEqual(['check']);
});

it('does not even load the updater in a checkout', async () => {
  expect(await watch(new FakeSource(), false)).toEqual({ errors: [], loads: 0 });
});

it('works on when the look for updates fails', async () => {
  const source = new FakeSource();
  source.checkForUpdates = () => Promise.reject(new Error('offline'));
  const { errors } = await watch(source);
  source.emit('error', new Error('bad feed'));
  expect(errors.map(String)).toEqual(['Error: offline', 'Error: bad feed']);
});
