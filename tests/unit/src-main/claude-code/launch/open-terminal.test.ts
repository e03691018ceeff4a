import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTerminal, withoutAppImage } from '../../../../../src-main/claude-code/launch/open-terminal.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

describe.runIf(process.platform !== 'win32')('openTerminal', () => {
  async function open(script: string) {
    const ownFolder = await tempFolder();
    const call = { program: '/bin/sh', args: ['-c', script, 'sh', ownFolder], isVerbatim: false };
    const opened = openTerminal({ call, name: 'Stand-in', ownFolder, environment: process.env });
    return { ownFolder, opened };
  }

  it('is content once the script runs, while the terminal goes on', async () => {
    const { ownFolder, opened } = await open('touch "$1/began"; exec sleep 1');
    await opened;
    expect(existsSync(join(ownFolder, 'began'))).toBe(true);
  });

  it('waits for a terminal that hands the command to somebody else and is gone at once', async () => {
    const { ownFolder, opened } = await open('(sleep 0.3; touch "$1/began") & exit 0');
    await opened;
    expect(await readdir(ownFolder)).toContain('began');
  });

  it('takes a session that is over already for one that ran', async () => {
    const { opened } = await open('rm -rf "$1"; exit 5');
    await expect(opened).resolves.toBeUndefined();
  });

  it('repeats what the terminal said when it failed', async () => {
    const { opened } = await open('echo "unknown option --foo" >&2; exit 2');
    await expect(opened).rejects.toMatchObject({
      code: 'TERMINAL_FAILED',
      message: 'Stand-in did not run the command: it ended with exit code 2 – unknown option --foo',
    });
  });

  it('says so when the program cannot be started', async () => {
    const ownFolder = await tempFolder();
    const call = { program: '/no/such/terminal', args: [], isVerbatim: false };
    await expect(openTerminal({ call, name: 'None', ownFolder, environment: {} })).rejects.toMatchObject({ code: 'TERMINAL_FAILED' });
  });
});

describe('withoutAppImage', () => {
  it('takes away what leads into the AppImage, and keeps the rest of each list', () => {
    const environment = {
      APPDIR: '/tmp/.mount_code',
      APPIMAGE: '/opt/code-proxy.AppImage',
      PATH: '/tmp/.mount_code/usr/bin:/usr/bin:/bin',
      LD_LIBRARY_PATH: '/tmp/.mount_code/usr/lib:',
      HOME: '/root',
      EMPTY: undefined,
    };
    expect(withoutAppImage(environment)).toEqual({ PATH: '/usr/bin:/bin', HOME: '/root' });
  });

  it('changes nothing elsewhere', () => {
    expect(withoutAppImage({ PATH: '/usr/bin', LD_LIBRARY_PATH: '/opt/lib' })).toEqual({ PATH: '/usr/bin', LD_LIBRARY_PATH: '/opt/lib' });
  });
});
