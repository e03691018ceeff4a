/** Builds what starts Claude Code in a terminal, and takes away what earlier sessions left behind. */
import { AppError } from '../src-shared/app-error.ts';
import type { LaunchService } from './admin/launch-port.ts';
import { claudeFolders } from './claude-code/claude-folders.ts';
import { nodeFileOperations } from './claude-code/file-operations.ts';
import { projectsOf } from './claude-code/known-projects.ts';
import { isProcessAlive, removeStaleLaunches } from './claude-code/launch/launch-folders.ts';
import { Launcher } from './claude-code/launch/launcher.ts';
import { valuesOf } from './claude-values.ts';
import type { CoreData } from './compose-data.ts';
import type { DataPath } from './compose-proxy.ts';
import type { CoreContext } from './core-context.ts';

export function openLaunch({ options, clock, logger }: CoreContext, { settings, tokens }: CoreData, path: DataPath): LaunchService {
  const { environment, paths, cliCommand = null } = options;
  if (options.mode === 'full') {
    void removeStaleLaunches(paths.launches, { isAlive: isProcessAlive, nowMs: clock.nowMs() }).then((removed) => {
      if (removed > 0) logger.info('files of sessions that are over were removed', { removed });
    });
  }
  const [inUse] = claudeFolders(environment, []);
  return new Launcher({
    platform: process.platform,
    environment,
    launches: paths.launches,
    dataFolder: paths.folder,
    projects: async () => (inUse === undefined ? [] : projectsOf(inUse, nodeFileOperations)),
    cliCommand,
    settings: () => settings.current().launch,
    rememberFolders: (folders) => settings.change([{ path: 'launch.recentFolders', value: [...folders] }]),
    async values() {
      const { url, error } = await path.switchOn();
      if (url === null) throw new AppError('INSTANCE_UNREACHABLE', error ?? 'the proxy does not start');
      return valuesOf(settings.current().claude, url, tokens.current());
    },
  });
}
