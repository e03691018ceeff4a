/** What a check of the doctor is given in tests: real folders and sockets, and a core that says what the test wants. */
import { join } from 'node:path';
import type { Check, CheckContext } from '../../src-main/doctor/check.ts';
import { coreOf } from '../../src-main/doctor/check.ts';
import type { Finding } from '../../src-main/doctor/finding.ts';
import type { CheckedEndpoint, CheckedOutbound, CorePorts, DoctorPorts } from '../../src-main/doctor/ports.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { trustedAuthorities } from '../../src-main/proxy/outbound-agent.ts';
import { englishDoctorWords } from '../../src-shared/doctor-words.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';
import { tempFolder } from './temp-folder.ts';

/** Whose name no report may hold. */
export const RIG_USER = 'marianne';
export const RIG_TOKEN = `cp-${'ab'.repeat(32)}`;

export function doctorCore(changes: Partial<CorePorts> = {}): CorePorts {
  return {
    isServing: true,
    instanceId: 'instance-a',
    settings: () => DEFAULT_SETTINGS,
    warnings: () => [],
    askDatabase: async () => undefined,
    keyStatus: async () => ({ home: 'keyfile', file: '/data/key', problem: null }),
    proxy: {
      state: () => ({ kind: 'stopped', url: null, error: null }),
      start: async () => ({ kind: 'running', url: 'http://127.0.0.1:1', error: null }),
    },
    dashboardUrl: () => null,
    localToken: () => RIG_TOKEN,
    endpoints: () => [],
    endpointCounts: () => ({ all: 0, enabled: 0, resting: 0 }),
    testEndpoint: async () => ({ isOk: true, status: 200, durationMs: 5, model: 'claude-haiku', message: 'works', remedy: null, proposal: null }),
    outbound: async () => outboundOf(),
    claude: {
      state: () => ({ kind: 'applied', file: '/home/user/.claude/settings.json', message: 'connected' }),
      isAsWanted: async () => true,
      conflicts: async () => [],
      apply: async () => undefined,
    },
    mcpServers: async () => [],
    skills: async () => [],
    secrets: () => [RIG_TOKEN],
    ...changes,
  };
}

export function outboundOf(changes: Partial<CheckedOutbound> = {}, extraCaPem: string | null = null): CheckedOutbound {
  return { connectTimeoutMs: 2_000, proxyFor: () => null, trusted: () => trustedAuthorities(extraCaPem), warning: null, ...changes };
}

export function checkedEndpoint(baseUrl: string, changes: Partial<CheckedEndpoint> = {}): CheckedEndpoint {
  return {
    id: 'e1',
    name: 'Main',
    baseUrl,
    modelMap: {},
    unusable: null,
    credentialHeaders: [
      ['authorization', 'Bearer sk-right'],
      ['x-api-key', 'sk-right'],
    ],
    ...changes,
  };
}

/** The data folder is a temporary one that exists. */
export async function doctorPorts(changes: Partial<DoctorPorts> = {}): Promise<DoctorPorts> {
  const folder = await tempFolder();
  return {
    clock: systemClock,
    logger: silentLogger,
    program: {
      version: '1.2.3',
      host: 'headless',
      node: process.versions.node,
      electron: null,
      platform: process.platform,
      release: '6.0',
      arch: 'x64',
      userName: RIG_USER,
      machineName: `${RIG_USER}-laptop`,
      homeFolder: `/home/${RIG_USER}`,
    },
    environment: {},
    paths: dataPaths(folder),
    loadDatabaseModule: async () => '3.50',
    claudeCode: {
      find: async () => join(folder, 'claude'),
      writtenAddresses: async () => [],
      restore: async () => undefined,
    },
    core: doctorCore(),
    ...changes,
  };
}

export interface Looked extends Finding {
  /** Code of the finding and of the remedy. */
  readonly codes: readonly [finding: string, remedy: string | null];
  /** As people read it in English. */
  readonly said: string;
}

/** Runs one check and says what it found. */
export async function look(check: Check, ports: DoctorPorts, changes: Partial<CheckContext> = {}): Promise<Looked> {
  const context = { ports, core: coreOf(ports), signal: new AbortController().signal, isPaid: false, clockSamples: new Map(), ...changes };
  const finding = await check.run(context);
  return { ...finding, codes: [finding.finding.code, finding.remedy?.code ?? null], said: englishDoctorWords().finding(finding.finding) };
}
