/** Builds the doctor: what it can ask of an open core, and of the system alone when the data folder could not be opened. */
import { homedir, hostname, release, userInfo } from 'node:os';
import type { SecureContext } from 'node:tls';
import { AppError } from '../src-shared/app-error.ts';
import type { McpProblem } from '../src-shared/schemas/mcp.ts';
import type { AdminServices } from './admin/ports.ts';
import { claudeFolders } from './claude-code/claude-folders.ts';
import { findClient } from './claude-code/find-client.ts';
import { forgetAddress, writtenProxy } from './claude-code/forget-address.ts';
import type { CoreData } from './compose-data.ts';
import type { DataPath } from './compose-proxy.ts';
import { readOutbound } from './configuration/outbound-settings.ts';
import type { CoreContext } from './core-context.ts';
import { Doctor } from './doctor/doctor.ts';
import type { CheckedEndpoint, CorePorts, DoctorPorts, Environment, NamedProblems, ProgramFacts } from './doctor/ports.ts';
import { systemClock } from './platform/clock.ts';
import { silentLogger } from './platform/logger.ts';
import type { DataPaths } from './platform/paths.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './proxy/credential.ts';
import { trustedAuthorities } from './proxy/outbound-agent.ts';

export interface DoctorParts {
  readonly context: CoreContext;
  readonly data: CoreData;
  readonly path: DataPath;
  readonly dashboardUrl: () => string | null;
  readonly services: () => Pick<AdminServices, 'claude' | 'mcp' | 'secrets' | 'skills' | 'status'>;
}

export function openDoctor(parts: DoctorParts): Doctor {
  const { context, data, services } = parts;
  const { options, clock, logger } = context;
  const ports: DoctorPorts = {
    ...systemPorts(options, () => data.settings.current().claude.folders),
    clock,
    logger,
    core: corePorts(parts),
  };
  const restore = async ({ file, url }: { readonly file: string; readonly url: string }) => {
    const folder = claudeFolders(options.environment, data.settings.current().claude.folders).find(({ settingsFile }) => settingsFile === file);
    await services().claude.restore(folder?.folder);
    // Without a journal there is nothing to go back to.
    await forgetAddress(file, url);
  };
  return new Doctor({ ports: { ...ports, claudeCode: { ...ports.claudeCode, restore } } });
}

export interface BareDoctorOptions {
  readonly paths: DataPaths;
  readonly environment: Environment;
  readonly version: string;
  /** Why the data folder could not be opened. */
  readonly fault: AppError;
}

/** For the command line, when there is no core to ask. */
export function openBareDoctor({ fault, ...options }: BareDoctorOptions): Doctor {
  return new Doctor({ ports: { ...systemPorts({ ...options, host: 'headless' }, () => []), clock: systemClock, logger: silentLogger, core: fault } });
}

type SystemOptions = Pick<CoreContext['options'], 'paths' | 'environment' | 'version' | 'host'>;

function systemPorts(
  { paths, environment, version, host }: SystemOptions,
  further: () => readonly string[],
): Omit<DoctorPorts, 'clock' | 'logger' | 'core'> {
  return {
    program: programFacts(version, host),
    environment,
    paths,
    async loadDatabaseModule() {
      const { default: BetterSqlite } = await import('better-sqlite3');
      const database = new BetterSqlite(':memory:');
      try {
        return String(database.prepare('SELECT sqlite_version()').pluck().get());
      } finally {
        database.close();
      }
    },
    claudeCode: {
      find: () => findClient({ environment }),
      writtenAddresses: () =>
        Promise.all(claudeFolders(environment, further()).map(async ({ settingsFile: file }) => ({ file, ...(await writtenProxy(file)) }))),
      restore() {
        throw new AppError('INSTANCE_UNREACHABLE', 'the data folder cannot be opened, and with it what Claude Code had before; mend that first');
      },
    },
  };
}

function programFacts(version: string, host: ProgramFacts['host']): ProgramFacts {
  const { node, electron = null } = process.versions;
  const { platform, arch } = process;
  return { version, host, node, electron, platform, arch, release: release(), userName: userName(), machineName: hostname(), homeFolder: homedir() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return ''; // A user without an entry in the system's list, as containers have.
  }
}

function corePorts({ context, data, path, dashboardUrl, services }: DoctorParts): CorePorts {
  const { options, instanceId } = context;
  const settings = () => data.settings.current();
  const trusted = oncePer((pem: string | null) => trustedAuthorities(pem));
  return {
    isServing: options.mode === 'full',
    instanceId,
    settings,
    warnings: () => services().status().warnings,
    async askDatabase() {
      const fault = data.storage.fault();
      if (fault !== null) throw new Error(fault);
      // One question to each of its threads.
      await Promise.all([data.storage.endpoints.load(), data.storage.exchanges.list({ limit: 1 })]);
    },
    async keyStatus() {
      const { home, file, problem } = await services().secrets.status();
      return { home, file, problem };
    },
    proxy: { state: () => path.control.state(), start: () => path.switchOn() },
    dashboardUrl,
    localToken: () => data.tokens.current(),
    endpoints: () => checkedEndpoints(path),
    endpointCounts() {
      const states = path.endpoints.list();
      const enabled = states.filter(({ isEnabled }) => isEnabled);
      return { all: states.length, enabled: enabled.length, resting: enabled.filter(({ state }) => state.kind === 'resting').length };
    },
    testEndpoint: (id) => path.endpoints.test({ id }, null),
    async outbound() {
      const { outbound, warning } = await readOutbound(settings().proxy, options.systemProxyFor);
      const { connectTimeoutMs, proxyFor, extraCaPem } = outbound;
      return { connectTimeoutMs, proxyFor, warning, trusted: () => trusted(extraCaPem) };
    },
    claude: {
      state: () => services().claude.state(),
      isAsWanted: async () => (await services().claude.diff()).keys.length === 0,
      conflicts: async () => (await services().claude.conflicts()).map(({ key, file, effect }) => ({ key, file, isHarmful: effect !== 'loses' })),
      apply: async () => void (await services().claude.apply({ takeOver: false })),
    },
    mcpServers: () => mcpProblems(services().mcp),
    skills: () => skillProblems(services().skills),
    secrets: () => [...path.endpoints.credentials().map((secret) => secret.reveal()), ...(options.mode === 'full' ? [data.tokens.current()] : [])],
  };
}

function checkedEndpoints({ endpoints }: DataPath): readonly CheckedEndpoint[] {
  const usable = new Map(endpoints.enabled().map((endpoint) => [endpoint.id, endpoint]));
  return endpoints
    .list()
    .filter(({ isEnabled }) => isEnabled)
    .map(({ id, name, baseUrl, modelMap, state }) => {
      const endpoint = usable.get(id);
      if (endpoint === undefined)
        return { id, name, baseUrl, modelMap, unusable: state.lastFailureReason ?? 'it cannot be used', credentialHeaders: [] };
      const style = credentialStyle(endpoint, 'bearer');
      const other: CredentialStyle = style === 'bearer' ? 'x-api-key' : 'bearer';
      const headers = [style, other].flatMap((one) => {
        const [header, value] = credentialHeader(one, endpoint.credential);
        return header === undefined || value === undefined ? [] : [[header, value] as const];
      });
      return { id, name, baseUrl, modelMap, unusable: null, credentialHeaders: headers };
    });
}

async function mcpProblems(mcp: AdminServices['mcp']): Promise<readonly NamedProblems[]> {
  const { folders, brokenProjects, servers } = await mcp.list({ projects: [] });
  const named = (name: string, problem: McpProblem | null) => ({ name, problems: problem === null ? [] : [{ of: 'mcp' as const, ...problem }] });
  return [
    ...folders.filter(({ problem }) => problem !== null).map(({ file, problem }) => named(file, problem)),
    ...brokenProjects.map(({ file, problem }) => named(file, problem)),
    // One that is switched off is in nobody's way.
    ...servers.map(({ name, problem, isEnabled }) => named(name, isEnabled ? problem : null)),
  ];
}

async function skillProblems(skills: AdminServices['skills']): Promise<readonly NamedProblems[]> {
  const { items } = await skills.list({ projects: [] });
  return items.map(({ folderName, problems, isEnabled }) => ({
    name: folderName,
    problems: isEnabled ? problems.map((problem) => ({ of: 'skills', ...problem })) : [],
  }));
}

/** Remembers the last result: reading the system's authorities takes some 10 ms, which the relaying thread should spend once. */
function oncePer<T extends string | null>(make: (key: T) => SecureContext): (key: T) => SecureContext {
  let last: { readonly key: T; readonly context: SecureContext } | null = null;
  return (key) => {
    last = last?.key === key ? last : { key, context: make(key) };
    return last.context;
  };
}
