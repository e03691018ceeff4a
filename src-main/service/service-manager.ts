/**
 * The service of one data folder: says what would be written and run, does it, undoes it, and says how it fares. What the
 * operating system must be told is in systemd.ts, launchd.ts and task-scheduler.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { ServiceLog, ServiceNote, ServiceObstacle, ServiceOptions, ServicePlan, ServiceStatus } from '../../src-shared/schemas/service.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { RunCommand, ServiceSpec, ServiceSystem, SystemCommand } from './contract.ts';
import { readDefinition, removeDefinition, writeDefinition } from './definition-file.ts';
import { lastLines } from './last-lines.ts';
import { commandLine } from './run-command.ts';
import { isTemporary, serviceCommand, serviceEnvironment, serviceName } from './service-command.ts';

export interface RunningInstance {
  readonly pid: number;
  readonly host: 'headless' | 'desktop';
}

export interface ServiceManagerOptions {
  /** Null: none that we know. */
  readonly system: ServiceSystem | null;
  readonly run: RunCommand;
  /** Program and arguments in front of a verb; null: there is none that the system could start. */
  readonly cli: readonly string[] | null;
  readonly isDemo: boolean;
  readonly dataFolder: string;
  readonly isDefaultFolder: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Where the service's output goes if the system keeps none. */
  readonly outputFile: string;
  /** Who holds the data folder now; null: nobody. */
  readonly instance: () => Promise<RunningInstance | null>;
  /** Ends the headless instance that holds the data folder in order, and waits for it; null: nobody can from here. */
  readonly stopInstance: () => Promise<void>;
  readonly ownPid: number;
  /** For tests; how long a fresh service is waited for, in turns of POLL_MS. */
  readonly startTurns?: number;
}

const POLL_MS = 100;
/** 10 s: a start takes some 400 ms, and longer after a log-on. */
const START_TURNS = 100;

export class ServiceManager {
  readonly #options: ServiceManagerOptions;
  readonly #name: string;
  readonly #queue = new SerialQueue();

  constructor(options: ServiceManagerOptions) {
    this.#options = options;
    this.#name = serviceName(options.dataFolder, options.isDefaultFolder);
  }

  async status(): Promise<ServiceStatus> {
    const { system, instance } = this.#options;
    const running = await instance();
    const none = { activity: 'unknown', pid: null, restarts: null, lastExitCode: null, outlivesLogout: null } as const;
    const base = { system: system?.kind ?? null, name: this.#name, instance: running };
    if (system === null) return { ...base, ...none, obstacle: 'no-service-manager', file: null, isInstalled: false, problem: null };
    const file = system.fileOf(this.#name);
    const { refusal, ...view } = await system.view(this.#name);
    const isInstalled = (await readDefinition(file, system.encoding)) !== null;
    return { ...base, ...view, obstacle: this.#obstacle(refusal), file, isInstalled, problem: refusal };
  }

  async plan(options: ServiceOptions): Promise<ServicePlan> {
    const system = this.#system();
    const spec = this.#spec(options);
    const path = system.fileOf(this.#name);
    const text = system.define(spec);
    const before = await readDefinition(path, system.encoding);
    const change = before === null ? 'new' : before === text ? 'same' : 'changed';
    return {
      system: system.kind,
      name: this.#name,
      files: [{ path, text, change }],
      commands: system.install(this.#name).map((command) => this.#asTyped(command)),
      notes: await this.#notes(system, spec, options),
    };
  }

  install(options: ServiceOptions): Promise<ServiceStatus> {
    return this.#queue.run(async () => {
      const system = this.#system();
      const before = await this.status();
      this.#refuseObstacle(before);
      if (this.#isSelf(before))
        throw new AppError('NOT_SUPPORTED_HERE', `this instance is the service itself; run "code-proxy service install" in a terminal`);
      const text = system.define(this.#spec(options));
      await writeDefinition(system.fileOf(this.#name), text, system.encoding);
      await this.#runAll(system.install(this.#name));
      return this.#settled();
    });
  }

  uninstall(): Promise<ServiceStatus> {
    return this.#queue.run(async () => {
      const system = this.#system();
      const status = await this.status();
      if (!status.isInstalled) return status;
      const isSelf = this.#isSelf(status);
      if (!isSelf) await this.#stop(system, status);
      const { before, after } = system.uninstall(this.#name, isSelf);
      await this.#runAll(before);
      await removeDefinition(system.fileOf(this.#name));
      if (system.keepsOutputFile) await removeDefinition(this.#options.outputFile);
      await this.#runAll(after);
      return this.status();
    });
  }

  start(): Promise<ServiceStatus> {
    return this.#queue.run(async () => {
      const system = await this.#installed();
      await this.#runAll(system.start(this.#name));
      return this.#settled();
    });
  }

  stop(): Promise<ServiceStatus> {
    return this.#queue.run(async () => {
      await this.#stop(await this.#installed(), await this.status());
      return this.status();
    });
  }

  async logs(lines: number): Promise<ServiceLog> {
    const { system, logFile, outputFile, run } = this.#options;
    const own = { file: logFile, lines: await lastLines(logFile, lines) };
    const command = system?.output(this.#name, lines) ?? null;
    if (system?.keepsOutputFile === true) return { ...own, system: { source: outputFile, lines: await lastLines(outputFile, lines) } };
    if (command === null) return { ...own, system: null };
    const { code, out } = await run(command);
    return { ...own, system: code === 0 ? { source: this.#asTyped(command), lines: out.trimEnd().split('\n') } : null };
  }

  #system(): ServiceSystem {
    const { system } = this.#options;
    if (system === null) throw new AppError('NOT_SUPPORTED_HERE', WORDS['no-service-manager']);
    return system;
  }

  async #installed(): Promise<ServiceSystem> {
    const system = this.#system();
    if ((await readDefinition(system.fileOf(this.#name), system.encoding)) !== null) return system;
    throw new AppError('SERVICE_FAILED', `there is no service ${this.#name} yet; install it first: code-proxy service install`);
  }

  #spec(options: ServiceOptions): ServiceSpec {
    const { cli, isDemo, dataFolder, environment, outputFile } = this.#options;
    const [program, ...args] = cli ?? [];
    if (isDemo) throw new AppError('NOT_SUPPORTED_HERE', WORDS.demo);
    if (program === undefined) throw new AppError('NOT_SUPPORTED_HERE', WORDS['desktop-app']);
    return {
      name: this.#name,
      command: serviceCommand([program, ...args], dataFolder, options),
      environment: serviceEnvironment(environment, options),
      outputFile,
    };
  }

  #obstacle(refusal: string | null): ServiceObstacle | null {
    const { cli, isDemo } = this.#options;
    if (isDemo) return 'demo';
    if (cli === null) return 'desktop-app';
    return refusal === null ? null : 'no-service-manager';
  }

  #refuseObstacle({ obstacle, problem }: ServiceStatus): void {
    if (obstacle === null) return;
    throw new AppError('NOT_SUPPORTED_HERE', problem === null ? WORDS[obstacle] : `${WORDS[obstacle]} It says: ${problem}`);
  }

  async #notes(system: ServiceSystem, spec: ServiceSpec, { port, adminPort, keepProxyVariables }: ServiceOptions): Promise<ServiceNote[]> {
    const { instance, cli } = this.#options;
    const status = await this.status();
    const needsEnvironment = keepProxyVariables || spec.environment.CLAUDE_CONFIG_DIR !== undefined;
    const notes: [ServiceNote, boolean][] = [
      ['instance-runs', (await instance()) !== null && status.activity !== 'running'],
      ['ends-at-logout', status.outlivesLogout === false],
      ['no-environment', needsEnvironment && !system.passesEnvironment],
      ['any-port', port === 0 || adminPort === 0],
      ['temporary-program', isTemporary(cli ?? [])],
    ];
    return notes.filter(([, holds]) => holds).map(([note]) => note);
  }

  async #stop(system: ServiceSystem, status: ServiceStatus): Promise<void> {
    if (status.activity === 'stopped' || status.activity === 'failed') return;
    const commands = system.stop(this.#name, this.#isSelf(status));
    await this.#runAll(commands);
    if (commands.length === 0 && status.instance?.host === 'headless') await this.#options.stopInstance();
  }

  /** Whether the process that asks is what the service runs. Where the system names no process, the instance is all there is. */
  #isSelf({ pid, activity, instance }: Pick<ServiceStatus, 'pid' | 'activity' | 'instance'>): boolean {
    const { ownPid } = this.#options;
    return pid === null ? activity === 'running' && instance?.pid === ownPid : pid === ownPid;
  }

  async #runAll(commands: readonly SystemCommand[]): Promise<void> {
    for (const command of commands) {
      const { code, out, err } = await this.#options.run(command);
      if (code === 0 || command.mayFail === true) continue;
      const words = [err.trim(), out.trim()].find((text) => text !== '') ?? `it ended with ${code ?? 'no answer'}`;
      throw new AppError('SERVICE_FAILED', `${this.#asTyped(command)} failed: ${words}`);
    }
  }

  #asTyped(command: SystemCommand): string {
    return commandLine(command, this.#options.system?.kind === 'task-scheduler');
  }

  /** Once the service holds the data folder, or is known not to. */
  async #settled(): Promise<ServiceStatus> {
    for (let turn = this.#options.startTurns ?? START_TURNS; ; turn -= 1) {
      const status = await this.status();
      if (turn <= 0 || isSettled(status)) return status;
      await sleep(POLL_MS);
    }
  }
}

function isSettled({ activity, instance, lastExitCode }: ServiceStatus): boolean {
  if (activity === 'running') return instance !== null;
  if (activity === 'starting') return lastExitCode !== null && lastExitCode !== 0;
  return activity !== 'stopping';
}

const WORDS: Record<ServiceObstacle, string> = {
  'no-service-manager':
    'this computer has no service manager that answers: systemd of the user (Linux), launchd (macOS) or the Task Scheduler (Windows). On Linux log in on the machine or over ssh, rather than with su or sudo.',
  'desktop-app':
    'the desktop app cannot be run by the system without a screen; let it start at log-in in its settings, or install the service with the command line of a checkout',
  demo: 'the demo lives in a throw-away folder; there is nothing to install',
};
