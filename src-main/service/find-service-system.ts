/** Which service manager this computer has. */
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { RunCommand, ServiceSystem } from './contract.ts';
import { launchd } from './launchd.ts';
import { systemd } from './systemd.ts';
import { taskScheduler } from './task-scheduler.ts';

export interface SystemPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly dataFolder: string;
  readonly run: RunCommand;
  /** For tests; the user's own. */
  readonly home?: string;
}

/** Null: none that we know. Whether it can be used shows when it is asked. */
export function findServiceSystem({ platform, environment, dataFolder, run, home = homedir() }: SystemPlace): ServiceSystem | null {
  const { username, uid } = userInfo();
  switch (platform) {
    case 'linux':
      return systemd({ home, userName: username, environment, run });
    case 'darwin':
      return launchd({ home, uid, run });
    case 'win32':
      return taskScheduler({
        user: [environment.USERDOMAIN, environment.USERNAME ?? username].filter((part) => part !== undefined && part !== '').join('\\'),
        systemRoot: environment.SystemRoot ?? 'C:\\Windows',
        fileOf: (name) => join(dataFolder, `${name}.task.xml`),
        run,
      });
    default:
      return null;
  }
}
