/**
 * What the verbs of `service` do. They need no running instance and none of its answers: what is installed is this very
 * program, and the instance that would answer may be the service that is about to be stopped.
 */
import { resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { type ServiceOptions, serviceOptionsSchema } from '../../src-shared/schemas/service.ts';
import type { OsService } from '../admin/system-ports.ts';
import { openService } from '../open-service.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { cliCommand } from './cli-command.ts';
import { untilGone } from './commands/stop.ts';
import { openInstance } from './open-instance.ts';
import { logText, planText, statusText } from './service-text.ts';
import { type CliSession, type JsonOption, printAnswer } from './session.ts';
import { UsageError } from './usage-error.ts';

/** The options of the command line. */
export interface ServiceOption extends JsonOption {
  readonly dataFolder?: string;
}

export interface InstallOptions extends ServiceOption {
  readonly port?: number;
  readonly adminPort?: number;
  readonly claudeSettings: boolean;
  readonly keepProxyVariables?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What these verbs need of the system; tests hand in their own. */
export type OpenOsService = (session: CliSession, folder: string) => OsService;

export async function installService(session: CliSession, options: InstallOptions, open: OpenOsService = ofThisProgram): Promise<void> {
  const service = open(session, folderOf(session, options));
  const wanted = optionsOf(options);
  const plan = await service.plan(wanted);
  if (options.dryRun === true) {
    printAnswer(session, options, { json: { dryRun: true, plan }, text: planText(session.style, plan) });
    return;
  }
  if (options.yes !== true && !(await isAgreed(session, options, planText(session.style, plan)))) {
    printAnswer(session, options, { json: { installed: false, plan }, text: 'Nothing was written.', exitCode: 1 });
    return;
  }
  const status = await service.install(wanted);
  printAnswer(session, options, {
    json: { installed: true, plan, status },
    text: statusText(session.style, status),
    exitCode: status.activity === 'failed' ? 1 : 0,
  });
}

export async function runServiceVerb(
  session: CliSession,
  verb: 'uninstall' | 'status' | 'start' | 'stop',
  options: ServiceOption,
  open: OpenOsService = ofThisProgram,
): Promise<void> {
  const service = open(session, folderOf(session, options));
  const before = verb === 'uninstall' ? await service.status() : null;
  const status = await service[verb]();
  const removed =
    before?.isInstalled === true ? `The service ${status.name} is gone; nothing of it is left.` : `There was no service ${status.name}.`;
  printAnswer(session, options, {
    json: status,
    text: before === null ? statusText(session.style, status) : removed,
    exitCode: verb !== 'uninstall' && status.activity === 'failed' ? 1 : 0,
  });
}

export async function printServiceLogs(
  session: CliSession,
  options: ServiceOption & { readonly lines: number },
  open: OpenOsService = ofThisProgram,
): Promise<void> {
  const log = await open(session, folderOf(session, options)).logs(options.lines);
  printAnswer(session, options, { json: log, text: logText(session.style, log) });
}

async function isAgreed({ io }: CliSession, { json }: InstallOptions, plan: string): Promise<boolean> {
  if (json === true || !io.isTerminal) throw new UsageError('there is nobody to ask – add --yes, or --dry-run to see what would happen', '--yes');
  io.out(`${plan}\n\nWrite this and start the service? [y/N] `);
  return /^y(es)?$/i.test(await io.readInput());
}

function optionsOf({ port, adminPort, claudeSettings, keepProxyVariables = false }: InstallOptions): ServiceOptions {
  if (port !== undefined && port !== 0 && port === adminPort)
    throw new UsageError('--port and --admin-port are the same – the proxy and the dashboard need one each', '--admin-port');
  return serviceOptionsSchema.parse({ port, adminPort, claudeSettings, keepProxyVariables });
}

function folderOf({ io }: CliSession, options: ServiceOption): string {
  return resolve(options.dataFolder ?? dataFolder(io.environment));
}

function ofThisProgram({ io }: CliSession, folder: string): OsService {
  const paths = dataPaths(folder);
  const command = cliCommand();
  return openService({
    paths,
    isDemo: false,
    cliCommand: command ?? undefined,
    environment: io.environment,
    async stopInstance() {
      const connection = await openInstance(paths);
      if (connection === null) return;
      try {
        await connection.caller.app.shutDown();
        if (connection.instance === null) throw new AppError('INSTANCE_UNREACHABLE', 'the instance does not say its process');
        await untilGone(connection.instance);
      } finally {
        await connection.close();
      }
    },
  });
}
