/** What a service manager of an operating system must be able to tell and do, and what a service is to it. */
import type { ServiceStatus, ServiceSystemName } from '../../src-shared/schemas/service.ts';

/** What the service runs. */
export interface ServiceSpec {
  /** One per data folder. */
  readonly name: string;
  /** Program with all arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Where output goes if the system keeps none. */
  readonly outputFile: string;
}

export interface SystemCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** It may well have nothing to do. */
  readonly mayFail?: boolean;
}

export interface CommandResult {
  /** Null: the program is not there, or did not end in time. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Never rejects. */
export type RunCommand = (command: SystemCommand) => Promise<CommandResult>;

/** The system's own view of the service. */
export type SystemView = Pick<ServiceStatus, 'activity' | 'pid' | 'restarts' | 'lastExitCode' | 'outlivesLogout'> & {
  /** Why the service manager itself cannot be used, in its words; null: it can. */
  readonly refusal: string | null;
};

/** What is run before the definition is removed, and after. */
export interface Removal {
  readonly before: readonly SystemCommand[];
  readonly after: readonly SystemCommand[];
}

export interface ServiceSystem {
  readonly kind: ServiceSystemName;
  /** Path of the definition. */
  fileOf(name: string): string;
  /** The definition. CONFIG_INVALID when what it would hold cannot be written down there. */
  define(spec: ServiceSpec): string;
  /** As it lies on the disk. */
  readonly encoding: 'utf8' | 'utf16le';
  /** Run once the definition is written; afterwards the service runs, anew if it did before. */
  install(name: string): readonly SystemCommand[];
  /** @param isSelf  It is the service that asks, and would end half way through if it were stopped first. */
  uninstall(name: string, isSelf: boolean): Removal;
  start(name: string): readonly SystemCommand[];
  /** Empty: the system can only kill; the instance must be asked. */
  stop(name: string, isSelf: boolean): readonly SystemCommand[];
  view(name: string): Promise<SystemView>;
  /** What the system keeps of the output; null: nothing, see ServiceSpec.outputFile. */
  output(name: string, lines: number): SystemCommand | null;
  readonly keepsOutputFile: boolean;
  /** Whether what runs gets the environment of the definition. */
  readonly passesEnvironment: boolean;
}

/** The system's answer when there is nothing to say. */
export const UNKNOWN_VIEW: SystemView = {
  activity: 'stopped',
  pid: null,
  restarts: null,
  lastExitCode: null,
  outlivesLogout: null,
  refusal: null,
};
