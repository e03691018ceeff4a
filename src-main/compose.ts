/**
 * Where the core is put together. This file decides the order of start and stop; compose-data.ts opens what lies in the data
 * folder, compose-proxy.ts builds the data path. Nothing else constructs services.
 *
 * Each service that was started puts its stop on a stack, so that a stop, and a start that fails half way, undo exactly
 * what was done, last first.
 */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../src-shared/app-error.ts';
import { EventFeed } from './admin/event-feed.ts';
import { HttpHost } from './admin/http-host.ts';
import { type AcquiredInstance, claimInstance } from './admin/instance-lock.ts';
import { LaunchLeases } from './admin/launch-leases.ts';
import type { AdminServices } from './admin/ports.ts';
import type { AdminRouter } from './admin/router.ts';
import { SocketHost } from './admin/socket-host.ts';
import { type CoreData, openData } from './compose-data.ts';
import { type DataPath, openDataPath } from './compose-proxy.ts';
import type { CoreContext } from './core-context.ts';
import type { Core, CoreLogger, CoreOptions, StartedReport, StartReport } from './core-options.ts';
import { joinServices } from './core-services.ts';
import { writeSampleClaudeFiles } from './demo/sample-claude-files.ts';
import { systemClock } from './platform/clock.ts';
import { createFileLogger } from './platform/file-logger.ts';
import { once } from './platform/once.ts';
import { ensurePrivateFolder } from './platform/private-files.ts';

export function createCore(options: CoreOptions): Core {
  const undo = new AsyncDisposableStack();
  let services: AdminServices | null = null;
  let log: CoreLogger | null = null;
  let path: DataPath | null = null;
  let data: CoreData | null = null;
  const leases = new LaunchLeases(async () => {
    await path?.switchOff().catch((error: unknown) => log?.error('the proxy could not be switched off after the last session', { error }));
  });
  return {
    leases,
    get services() {
      if (services === null) throw new AppError('INTERNAL', 'the core has not been started');
      return services;
    },
    async start() {
      try {
        const started = await startCore(options, undo, leases);
        services = started.services;
        log = started.logger;
        path = started.path;
        data = started.data;
        return started.report;
      } catch (error) {
        await undo.disposeAsync();
        throw error;
      }
    },
    recordPast({ attempts, ...exchange }) {
      data?.storage.recorder.finished(exchange, attempts);
    },
    resumed: () => path?.networkChanged('resumed'),
    async stop(reason, fault) {
      if (fault === undefined) log?.info('stopping', { reason });
      else {
        log?.error('stopping because of a fault', { reason, error: fault });
        // What follows may hang, and the process is then ended with the line still in memory.
        await log?.flush?.();
      }
      await undo.disposeAsync();
    },
  };
}

interface Started {
  readonly report: StartReport;
  readonly services: AdminServices | null;
  readonly logger: CoreLogger | null;
  readonly path: DataPath | null;
  readonly data: CoreData | null;
}

async function startCore(given: CoreOptions, undo: AsyncDisposableStack, leases: LaunchLeases): Promise<Started> {
  await ensurePrivateFolder(given.paths.folder);
  const options = given.isDemo ? await inDemoSurroundings(given) : given;
  const context = openContext(options, undo);
  const claim = await claimInstance({ file: options.paths.instance, logger: context.logger });
  if (claim.kind === 'running') {
    await undo.disposeAsync();
    return { report: { kind: 'already-running', instance: claim.instance }, services: null, logger: null, path: null, data: null };
  }
  undo.defer(() => claim.release());
  const data = await openData(context);
  const path = await openDataPath(context, data);
  let dashboard: { readonly host: HttpHost; readonly url: string } | null = null;
  const services = joinServices({
    context,
    data,
    path,
    dashboardUrl: () => dashboard?.url ?? null,
    loginLink: () => dashboard?.host.createLoginLink() ?? null,
  });
  if (options.mode === 'full') {
    const openRouter = once(async () => (await import('./admin/router.ts')).createAdminRouter(services));
    dashboard = await serveDashboard(context, data, openRouter);
    await goLive({ context, data, path, claim, openRouter, leases, dashboardUrl: dashboard?.url ?? null });
  }
  context.logger.info('started', { mode: options.mode, version: options.version, proxy: path.control.state().url });
  return { report: reportOf(context, path, services), services, logger: context.logger, path, data };
}

/** The demo has files of Claude Code's of its own: no page of it can touch the user's. */
async function inDemoSurroundings(options: CoreOptions): Promise<CoreOptions> {
  const folder = join(options.paths.folder, 'claude');
  await writeSampleClaudeFiles(folder);
  return { ...options, environment: { ...options.environment, CLAUDE_CONFIG_DIR: folder } };
}

function openContext(options: CoreOptions, undo: AsyncDisposableStack): CoreContext {
  const clock = options.clock ?? systemClock;
  const instanceId = randomUUID();
  const feed = new EventFeed({ instanceId, clock });
  const logger = options.logger ?? openLog(options, undo);
  undo.defer(() => feed.close());
  return { options, clock, logger, instanceId, startedAtMs: clock.nowMs(), feed, undo };
}

function openLog({ paths }: CoreOptions, undo: AsyncDisposableStack): CoreLogger {
  const logger = createFileLogger({ folder: paths.logFolder, file: paths.logFile, level: 'info' });
  undo.defer(() => logger.close());
  return logger;
}

async function serveDashboard(
  context: CoreContext,
  data: CoreData,
  openRouter: () => Promise<AdminRouter>,
): Promise<{ readonly host: HttpHost; readonly url: string } | null> {
  const { rendererFolder, version } = context.options;
  if (rendererFolder === null) return null;
  const { clock, logger } = context;
  // The dashboard is for this machine's browsers only, whatever address the proxy binds.
  const host = new HttpHost({ openRouter, rendererFolder, port: data.settings.current().admin.port, host: '127.0.0.1', clock, logger, version });
  const { url } = await host.start();
  context.undo.defer(() => host.stop());
  return { host, url };
}

interface LiveParts {
  readonly context: CoreContext;
  readonly data: CoreData;
  readonly path: DataPath;
  readonly claim: AcquiredInstance;
  readonly openRouter: () => Promise<AdminRouter>;
  readonly leases: LaunchLeases;
  readonly dashboardUrl: string | null;
}

/** Opens the admin socket and the proxy, says so in instance.json, and only then points Claude Code at it. */
async function goLive({ context, data, path, claim, openRouter, leases, dashboardUrl }: LiveParts): Promise<void> {
  const { options, clock, logger, instanceId, startedAtMs, undo } = context;
  const place = {
    dataFolder: options.paths.folder,
    runtimeFolder: options.environment.XDG_RUNTIME_DIR ?? null,
    tempFolder: tmpdir(),
    platform: process.platform,
  };
  const socketHost = new SocketHost({ openRouter, instanceId, place, clock, logger, leases });
  const { socket, token } = await socketHost.start();
  undo.defer(() => socketHost.stop());
  const announce = () =>
    claim.announce({
      pid: process.pid,
      startedAtMs,
      instanceId,
      host: options.host,
      socket,
      token,
      proxyUrl: path.control.state().url,
      dashboardUrl,
      version: options.version,
    });
  await path.claude.recoverAfterCrash();
  let isLive = true;
  undo.defer(async () => {
    isLive = false;
    leases.close();
    await path.switchOff();
  });
  if (data.settings.isBroken) await path.switchOff();
  else await path.switchOn();
  await announce();
  path.onStateChange(() => {
    // While stopping, a late write would bring back the file that the release removes.
    if (isLive) announce().catch((error: unknown) => logger.error('instance.json could not be written', { error }));
  });
}

function reportOf(context: CoreContext, path: DataPath, services: AdminServices): StartedReport {
  const status = services.status();
  return {
    kind: 'started',
    instanceId: context.instanceId,
    proxy: status.proxy,
    proxyError: path.control.lastError(),
    dashboardUrl: status.dashboardUrl,
    claude: path.claude.state(),
    warnings: status.warnings,
  };
}
