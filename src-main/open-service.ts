/**
 * Builds the service manager of a data folder. The command line uses it without a core: what it installs is itself, and the
 * instance that would answer may be the very service that is stopped.
 */
import { join } from 'node:path';
import { probeInstance } from './admin/instance-lock.ts';
import { readInstanceFile } from './platform/instance-file.ts';
import { type DataPaths, dataFolder } from './platform/paths.ts';
import { findServiceSystem } from './service/find-service-system.ts';
import { commandRunner } from './service/run-command.ts';
import { type RunningInstance, ServiceManager } from './service/service-manager.ts';

/** A live instance answers in a millisecond, on a machine that is busy in a second. */
const PROBE_TIMEOUT_MS = 3_000;

export interface OpenServiceOptions {
  readonly paths: DataPaths;
  readonly isDemo: boolean;
  /** Program and arguments in front of a verb; left out: there is none that the system could start. */
  readonly cliCommand?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Who holds the data folder; left out: whoever instance.json names and answers. */
  readonly instance?: () => Promise<RunningInstance | null>;
  /** Ends that instance in order. */
  readonly stopInstance: () => Promise<void>;
}

export function openService(options: OpenServiceOptions): ServiceManager {
  const { paths, isDemo, cliCommand = null, environment, stopInstance, instance = () => runningInstance(paths) } = options;
  const run = commandRunner(environment);
  return new ServiceManager({
    system: findServiceSystem({ platform: process.platform, environment, dataFolder: paths.folder, run }),
    run,
    cli: cliCommand,
    isDemo,
    dataFolder: paths.folder,
    isDefaultFolder: paths.folder === dataFolder({}),
    environment,
    logFile: paths.logFile,
    outputFile: join(paths.logFolder, 'service.log'),
    instance,
    stopInstance,
    ownPid: process.pid,
  });
}

async function runningInstance({ instance: file }: DataPaths): Promise<RunningInstance | null> {
  const instance = await readInstanceFile(file);
  if (instance === null || (await probeInstance(instance, PROBE_TIMEOUT_MS)) !== 'same') return null;
  return { pid: instance.pid, host: instance.host };
}
