/** Joins the parts of a core into the services that the admin router offers. */
import { AppError } from '../src-shared/app-error.ts';
import type { SessionView } from '../src-shared/schemas/session.ts';
import type { Status } from '../src-shared/schemas/status.ts';
import type { AdminServices } from './admin/ports.ts';
import type { CoreData } from './compose-data.ts';
import { openLaunch } from './compose-launch.ts';
import { openMcp } from './compose-mcp.ts';
import type { DataPath } from './compose-proxy.ts';
import { openSkills } from './compose-skills.ts';
import { openSystem } from './compose-system.ts';
import type { CoreContext } from './core-context.ts';
import { pricingService, recalculate } from './core-pricing.ts';
import { doctorLater } from './opened-later.ts';

export interface ServiceParts {
  readonly context: CoreContext;
  readonly data: CoreData;
  readonly path: DataPath;
  readonly dashboardUrl: () => string | null;
  readonly loginLink: () => string | null;
}

export function joinServices(parts: ServiceParts): AdminServices {
  const { context, data, path } = parts;
  const needsListener = <T>(run: () => T): T => {
    if (context.options.mode === 'full') return run();
    throw new AppError('INSTANCE_UNREACHABLE', 'Code Proxy is not running; start it with "code-proxy serve"');
  };
  const pricing = { prices: data.prices, storage: data.storage, endpoints: () => path.endpoints.list(), clock: context.clock };
  const services: AdminServices = {
    status: () => statusOf(parts),
    proxy: { start: () => needsListener(() => path.switchOn()), stop: () => needsListener(() => path.switchOff()) },
    endpoints: path.endpoints,
    rules: data.rules,
    exchanges: {
      list: (input) => data.storage.exchanges.list(input),
      count: (filter) => data.storage.exchanges.count(filter),
      exportPart: (input) => data.storage.exchanges.exportPart(input),
      live: () => path.live.list(),
      async get(id) {
        const exchange = path.live.get(id) ?? (await data.storage.exchanges.get(id));
        if (exchange === null) throw new AppError('EXCHANGE_NOT_FOUND', `there is no exchange ${id}; "code-proxy requests" lists them`);
        return exchange;
      },
    },
    audit: path.audit,
    replays: path.replays,
    sessions: { list: () => stayingSessions(path) },
    usage: { ...data.storage.usage, recalculate: (input) => recalculate(pricing, input) },
    pricing: pricingService(pricing),
    ...openMcp(context, data),
    skills: openSkills(context, data, path.outbound),
    settings: data.settings,
    claude: path.claude,
    tokens: data.tokens,
    launch: openLaunch(context, data, path),
    ...openSystem(parts),
    doctor: doctorLater(async () => {
      const { openDoctor } = await import('./compose-doctor.ts');
      return openDoctor({ context, data, path, dashboardUrl: parts.dashboardUrl, services: () => services });
    }),
    feed: context.feed,
    loginLink: parts.loginLink,
    shutDown: context.options.onShutDownAsked,
  };
  return services;
}

/** Enough to tell sessions apart, and what Claude Code's own file names begin with. */
const SHOWN_SESSION_CHARACTERS = 8;

function stayingSessions({ bindings, endpoints }: DataPath): readonly SessionView[] {
  const names = new Map(endpoints.list().map(({ id, name }) => [id, name]));
  return bindings.list().map(({ sessionId, family, endpointId, why, sinceMs, usedMs, endsMs }) => ({
    session: sessionId.slice(0, SHOWN_SESSION_CHARACTERS),
    family,
    endpointId,
    endpoint: names.get(endpointId) ?? endpointId,
    why,
    sinceMs,
    lastUsedAtMs: usedMs,
    endsAtMs: endsMs,
  }));
}

function statusOf({ context, data, path, dashboardUrl }: ServiceParts): Status {
  const { options, instanceId, startedAtMs } = context;
  const states = path.endpoints.list().map((endpoint) => endpoint.state.kind);
  const count = (...kinds: readonly string[]) => states.filter((kind) => kinds.includes(kind)).length;
  return {
    version: options.version,
    instanceId,
    pid: process.pid,
    host: options.host,
    isDemo: options.isDemo,
    startedAtMs,
    proxy: path.control.state(),
    dashboardUrl: dashboardUrl(),
    dataFolder: options.paths.folder,
    logFile: options.paths.logFile,
    claude: path.claude.state(),
    endpoints: { ready: count('ready', 'probing'), resting: count('resting'), disabled: count('disabled') },
    liveExchanges: path.live.count,
    warnings: [
      ...storageWarnings(data),
      ...priceWarnings(data),
      ...data.settings.warnings(),
      ...data.rules.warnings(),
      ...data.warnings,
      ...path.warnings(),
    ],
  };
}

function priceWarnings({ prices: { problem } }: CoreData): readonly string[] {
  return problem === null ? [] : [`${problem}. Only the built-in prices apply.`];
}

/** Requests are still relayed then; without the warning only the log would say that nothing is kept. */
function storageWarnings({ storage }: CoreData): readonly string[] {
  const fault = storage.fault();
  if (fault !== null) return [`Requests are no longer recorded: ${fault}.`];
  // Its first sentence only: what follows is advice for a start, and a stop now would lose what waits.
  const problem = storage.recorder.problem?.split('. ')[0];
  return problem === undefined ? [] : [`Requests wait in memory and are recorded when that is possible again: ${problem}.`];
}
