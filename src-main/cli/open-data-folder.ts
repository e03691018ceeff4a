/** Opens the data folder in this process, for verbs that need no running instance. Nothing listens meanwhile. */
import { AppError } from '../../src-shared/app-error.ts';
import { createCore } from '../compose.ts';
import { createLocalCaller } from '../local-caller.ts';
import { NO_KEYCHAIN } from '../platform/keychain.ts';
import type { DataPaths } from '../platform/paths.ts';
import { cliCommand } from './cli-command.ts';
import type { Connection } from './connect.ts';

export interface OpenDataFolderOptions {
  readonly paths: DataPaths;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Hears what is wrong in the folder although it can be used: nothing else tells it while nothing runs. */
  readonly warn: (text: string) => void;
}

/** Rejects with what makes the data folder unusable; with DATA_FOLDER_LOCKED when an instance started at the same moment. */
export async function openDataFolder({ paths, environment, version, warn }: OpenDataFolderOptions): Promise<Connection> {
  const command = cliCommand();
  const core = createCore({
    paths,
    host: 'headless',
    mode: 'data-only',
    ...(command === null ? {} : { cliCommand: command }),
    version,
    environment,
    isDemo: false,
    overrides: { writeClaudeSettings: false },
    keychain: NO_KEYCHAIN,
    notify: () => undefined,
    rendererFolder: null,
    onShutDownAsked: () => undefined,
  });
  const report = await core.start();
  if (report.kind === 'already-running') {
    throw new AppError('DATA_FOLDER_LOCKED', `Code Proxy (process ${report.instance.pid}) has just started on this data folder – try again`);
  }
  for (const warning of report.warnings) warn(warning);
  return { caller: createLocalCaller(core.services), instance: null, close: () => core.stop('command done') };
}
