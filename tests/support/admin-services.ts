/** Admin services with plain answers, for tests of the router and its doors; each test replaces what it is about. */
import { EventFeed } from '../../src-main/admin/event-feed.ts';
import type { AdminServices } from '../../src-main/admin/ports.ts';
import type { DoctorRun } from '../../src-shared/schemas/doctor.ts';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { newRuleSchema, type RuleView } from '../../src-shared/schemas/failover-rule.ts';
import type { McpServer } from '../../src-shared/schemas/mcp.ts';
import type { SecretsStatus } from '../../src-shared/schemas/secrets.ts';
import type { ServiceStatus } from '../../src-shared/schemas/service.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeSkillService } from './skill-double.ts';

export const INSTANCE_ID = 'instance-a';

export function sampleEndpoint(changes: Partial<EndpointWithState> = {}): EndpointWithState {
  return {
    id: 'endpoint-1',
    position: 1,
    name: 'First',
    baseUrl: 'https://api.example.com',
    protocol: 'anthropic',
    authStyle: 'auto',
    modelMap: {},
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    note: '',
    isEnabled: true,
    credentialMask: null,
    createdAtMs: 1,
    updatedAtMs: 1,
    state: { kind: 'ready', rests: [], liveExchanges: 0, lastSuccessAtMs: null, lastFailureAtMs: null, lastFailureReason: null, usageProposal: null },
    ...changes,
  };
}

export function sampleExchange(changes: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: 'exchange-1',
    startedAtMs: 1,
    firstByteAtMs: null,
    endedAtMs: null,
    kind: 'messages',
    method: 'POST',
    path: '/v1/messages',
    requestedModel: 'claude-opus-4-1',
    family: 'opus',
    isStream: true,
    sessionId: null,
    client: null,
    localToken: null,
    outcome: null,
    status: null,
    error: null,
    requestBytes: 10,
    responseBytes: 0,
    attemptCount: 0,
    endpoint: null,
    sentModel: null,
    usage: null,
    costMicroUsd: null,
    unpricedAttempts: 0,
    ...changes,
  };
}

export function sampleAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    endpointId: 'endpoint-1',
    endpoint: 'First',
    sentModel: null,
    startedAtMs: 1,
    firstByteAtMs: null,
    endedAtMs: null,
    status: null,
    verdict: null,
    ruleId: null,
    reason: null,
    restMs: null,
    upstreamRequestId: null,
    usage: null,
    costMicroUsd: null,
    ...changes,
  };
}

export function sampleRule(changes: Partial<RuleView> = {}): RuleView {
  const rule = newRuleSchema.parse({ title: 'Slow down', match: { statuses: [400], phrases: ['slow down'] }, rest: { kind: 'for', ms: 60_000 } });
  return { rule: { ...rule, id: 'slow-down' }, origin: 'user', isEnabled: true, isFixed: false, ...changes };
}

export function sampleMcpServer(changes: Partial<McpServer> = {}): McpServer {
  const config = { type: 'stdio', command: 'npx', args: ['-y', 'some-server'], env: { API_KEY: '••••••••' }, cwd: null } as const;
  return {
    scope: { kind: 'user', folder: '/home/user/.claude' },
    name: 'files',
    isEnabled: true,
    config: { ...config, args: [...config.args] },
    json: JSON.stringify(config, null, 2),
    otherKeys: [],
    isWrapped: false,
    problem: null,
    approval: null,
    shadowedBy: null,
    ...changes,
  };
}

export function sampleSecrets(changes: Partial<SecretsStatus> = {}): SecretsStatus {
  return {
    home: 'keyfile',
    file: '/data/key',
    hasTwoHomes: false,
    keyId: '0a1b2c3d',
    problem: null,
    keychain: 'needs-desktop',
    sealed: [{ kind: 'endpoint-credentials', count: 2, unopenable: 0 }],
    ...changes,
  };
}

export function sampleService(changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    system: 'systemd',
    obstacle: null,
    name: 'code-proxy',
    file: '/home/user/.config/systemd/user/code-proxy.service',
    isInstalled: false,
    activity: 'stopped',
    pid: null,
    restarts: null,
    lastExitCode: null,
    outlivesLogout: false,
    instance: null,
    problem: null,
    ...changes,
  };
}

const totals = {
  exchanges: 1,
  errors: 0,
  inputTokens: 2,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 3,
  costMicroUsd: 0,
  unpricedAttempts: 1,
};
const outcomes = { delivered: 1, clientFault: 0, refused: 0, failed: 0, clientLeft: 0, streamCut: 0, interrupted: 0 };
const figures = { ...totals, outcomes, attempts: 1, firstByte: { p50Ms: 400, p95Ms: 900 }, total: { p50Ms: 4_000, p95Ms: 9_000 } };
const unpriced = { source: 'none', listedAs: null, isOwn: false, prices: null } as const;
const noChange = { attempts: 1, changed: 0, costBeforeMicroUsd: 0, costAfterMicroUsd: 0, newlyPriced: 0, newlyUnpriced: 0 };
export const NO_DOCTOR_RUN: DoctorRun = {
  run: 0,
  isRunning: false,
  isCancelled: false,
  isPaid: false,
  startedAtMs: null,
  endedAtMs: null,
  checks: [],
};
const claude = { kind: 'applied', file: '/home/user/.claude/settings.json', message: 'applied' } as const;
const claudeBackup = { id: 'ab/1-apply-cd', file: claude.file, takenAtMs: 1, sizeBytes: 20, reason: 'apply' } as const;
const running = { kind: 'running', url: 'http://127.0.0.1:9000', error: null } as const;

export type AdminServicesWithFeed = Omit<AdminServices, 'feed'> & { readonly feed: EventFeed };

export function fakeAdminServices(changes: Partial<AdminServicesWithFeed> = {}): AdminServicesWithFeed {
  const endpoint = sampleEndpoint();
  return {
    status: () => ({
      version: '0.0.0-test',
      instanceId: INSTANCE_ID,
      pid: 1,
      host: 'headless',
      isDemo: false,
      startedAtMs: 1,
      proxy: running,
      dashboardUrl: null,
      dataFolder: '/data',
      logFile: '/data/logs/code-proxy.log',
      claude,
      endpoints: { ready: 1, resting: 0, disabled: 0 },
      liveExchanges: 0,
      warnings: [],
    }),
    proxy: { start: async () => running, stop: async () => ({ kind: 'stopped', url: null, error: null }) },
    endpoints: {
      list: () => [endpoint],
      get: () => endpoint,
      add: async (input) => sampleEndpoint({ name: input.name, baseUrl: input.baseUrl }),
      edit: async (id, patch) => sampleEndpoint({ id, name: patch.name ?? endpoint.name }),
      clone: async (id) => sampleEndpoint({ id: `${id}-copy`, isEnabled: false }),
      remove: async () => undefined,
      undoRemove: async (id) => sampleEndpoint({ id }),
      move: async (id, position) => [sampleEndpoint({ id, position })],
      rest: async (id) => sampleEndpoint({ id }),
      restore: async (id) => sampleEndpoint({ id }),
      test: async () => ({ isOk: true, status: 200, durationMs: 5, model: 'claude-haiku', message: 'works', remedy: null, proposal: null }),
    },
    rules: {
      list: () => [sampleRule()],
      add: async ({ title }, { isEnabled = true }) => sampleRule({ rule: { ...sampleRule().rule, title }, isEnabled }),
      edit: async (id, { title }) => sampleRule({ rule: { ...sampleRule().rule, id, title } }),
      remove: async () => undefined,
      move: async () => [sampleRule()],
      setEnabled: async (id, isEnabled) => sampleRule({ rule: { ...sampleRule().rule, id }, isEnabled }),
      reset: async () => [],
      exportFile: async () => 'version: 1\n',
      importFile: async (_yaml, { isDryRun }) => ({
        isDryRun,
        added: [],
        changed: [],
        removed: [],
        isReordered: false,
        switchedOn: [],
        switchedOff: [],
      }),
      test: ({ answer }) => ({
        rule: null,
        observed: answer.kind,
        errorType: null,
        namedWaitMs: null,
        alone: { retryWaitsMs: [], verdict: 'stop', rest: null },
        inCompany: { retryWaitsMs: [], verdict: 'try-next', rest: null },
      }),
    },
    exchanges: {
      list: async () => ({ items: [sampleExchange()], nextCursor: null, searchedToMs: null }),
      count: async () => ({ count: 1, isExact: true }),
      exportPart: async () => ({ text: 'id\r\nexchange-1\r\n', rows: 1, nextCursor: null, reachedMs: 1 }),
      get: async (id) => ({ ...sampleExchange({ id }), attempts: [sampleAttempt()] }),
      live: () => [sampleExchange()],
    },
    audit: {
      get: async () => ({ kind: 'none' }),
      text: async ({ offset }) => ({ text: '', offset, nextOffset: null, textBytes: 0 }),
      find: async () => ({ offsets: [], isMore: false }),
      size: async () => ({ days: [], sizeBytes: 0 }),
      deleteAll: async () => ({ days: [], sizeBytes: 0 }),
    },
    replays: {
      run: async ({ model }) => ({
        exchangeId: 'exchange-2',
        endpoint: 'First',
        sentModel: model ?? 'claude-opus-4-1',
        outcome: 'delivered',
        status: 200,
        error: null,
        startedAtMs: 1,
        firstByteAtMs: 2,
        endedAtMs: 3,
        usage: null,
        costMicroUsd: null,
        contentType: 'application/json',
        text: '{}',
      }),
      cancel: () => undefined,
    },
    sessions: { list: () => [] },
    usage: {
      report: async () => ({ rows: [{ ...totals, key: '2026-11-20' }], totals }),
      overview: async () => ({ figures, before: null, oldestMs: 0 }),
      series: async () => ({
        slots: [{ key: '2026-11-20', startMs: 0, endMs: 86_400_000 }],
        lines: [{ key: null, points: [{ slot: 0, ...totals }] }],
      }),
      hours: async () => ({ rows: ['2026-11-20'], cells: [{ row: 0, hour: 14, ...totals }] }),
      breakdown: async () => ({ rows: [{ key: 'claude-opus-4-1', ...figures }] }),
      recalculate: async ({ isDryRun }) => ({ ...noChange, isDryRun }),
    },
    pricing: {
      list: async () => ({ models: [], listDate: '2026-11-21', file: '/data/pricing.json', problem: null }),
      set: async ({ model }) => ({ ...unpriced, source: 'override', listedAs: model, isOwn: true }),
      remove: async () => unpriced,
    },
    mcp: {
      list: async () => ({
        folders: [{ folder: '/home/user/.claude', isDefault: true, file: '/home/user/.claude.json', projects: [], problem: null }],
        brokenProjects: [],
        servers: [sampleMcpServer()],
        isWindows: false,
      }),
      presets: () => [],
      add: async ({ scope, name, isEnabled }) => sampleMcpServer({ scope, name, isEnabled }),
      edit: async ({ ref, name, scope }) => sampleMcpServer({ scope: scope ?? ref.scope, name: name ?? ref.name }),
      clone: async ({ ref, name, scope }) => sampleMcpServer({ scope: scope ?? ref.scope, name: name ?? `${ref.name}-copy` }),
      remove: async () => ({ undoId: 'undo-1' }),
      undoRemove: async () => sampleMcpServer(),
      setEnabled: async ({ scope, name }, isEnabled) => sampleMcpServer({ scope, name, isEnabled }),
      sources: async () => [],
      previewImport: async () => ({ items: [] }),
      importServers: async ({ items }) => ({ added: items.map(({ name }) => name), replaced: [] }),
    },
    mcpTests: {
      run: async () => ({
        isOk: true,
        stage: 'done',
        error: null,
        server: { name: 'some-server', version: '1.0.0' },
        protocol: '2025-11-25',
        tools: [{ name: 'read', description: 'Reads a file' }],
        resources: [],
        prompts: [],
        cut: [],
        tookMs: 12,
        stderr: '',
      }),
      cancel: () => undefined,
    },
    skills: fakeSkillService(),
    settings: {
      get: () => ({ settings: DEFAULT_SETTINGS, needsRestart: [], overridden: [] }),
      change: async () => ({ settings: DEFAULT_SETTINGS, needsRestart: ['proxy.port'], overridden: [] }),
    },
    claude: {
      state: () => claude,
      diff: async () => ({ file: claude.file, diff: '', keys: [] }),
      apply: async () => claude,
      restore: async () => ({ ...claude, kind: 'restored' }),
      folders: async () => [
        {
          folder: '/home/user/.claude',
          isDefault: true,
          settingsFile: claude.file,
          configFile: '/home/user/.claude.json',
          pluginFile: '/home/user/.claude/config.json',
          isThere: true,
          state: claude,
        },
      ],
      switches: async () => [
        { name: 'onboarding', file: '/home/user/.claude.json', key: 'hasCompletedOnboarding', state: 'off', problem: null },
        { name: 'plugin', file: '/home/user/.claude/config.json', key: 'primaryApiKey', state: 'foreign', problem: null },
      ],
      setSwitch: async (name, isOn) => [
        { name, file: '/home/user/.claude.json', key: 'hasCompletedOnboarding', state: isOn ? 'on' : 'off', problem: null },
      ],
      conflicts: async () => [{ kind: 'environment', effect: 'loses', key: 'ANTHROPIC_BASE_URL', file: null }],
      backups: async () => [claudeBackup],
      backupDiff: async () => ({ file: claude.file, diff: '' }),
      restoreBackup: async (id) => ({ ...claudeBackup, id }),
    },
    tokens: {
      list: async () => [{ name: 'ci', createdAtMs: 1, lastUsedAtMs: null, tail: 'abcd' }],
      add: async (name) => ({ name, token: 'cp-new-token' }),
      revoke: async () => undefined,
      current: () => 'cp-current-token',
    },
    secrets: {
      status: async () => sampleSecrets(),
      move: async (to) => sampleSecrets({ home: to, file: to === 'keyfile' ? '/data/key' : '/data/key.sealed' }),
    },
    service: {
      status: async () => sampleService(),
      plan: async () => ({
        system: 'systemd',
        name: 'code-proxy',
        files: [{ path: '/home/user/.config/systemd/user/code-proxy.service', text: '[Unit]\n', change: 'new' }],
        commands: ['systemctl --user daemon-reload'],
        notes: ['ends-at-logout'],
      }),
      install: async () => sampleService({ isInstalled: true, activity: 'running', pid: 4_711 }),
      uninstall: async () => sampleService(),
      start: async () => sampleService({ isInstalled: true, activity: 'running', pid: 4_711 }),
      stop: async () => sampleService({ isInstalled: true }),
      logs: async () => ({ file: '/data/logs/code-proxy.log', lines: ['a line'], system: null }),
    },
    doctor: {
      state: () => NO_DOCTOR_RUN,
      run: ({ isPaid }) => ({ ...NO_DOCTOR_RUN, run: 1, isPaid }),
      cancel: () => NO_DOCTOR_RUN,
      fix: async () => NO_DOCTOR_RUN,
      report: () => ({ markdown: '# Code Proxy' }),
    },
    launch: {
      options: async () => ({
        terminals: [{ id: 'kitty', name: 'kitty', program: '/usr/bin/kitty' }],
        terminal: 'auto',
        noTerminal: null,
        recentFolders: ['/home/user/project'],
        projects: ['/home/user/other'],
        claude: { kind: 'found', program: '/usr/bin/claude', version: '2.1.329' },
      }),
      preview: async ({ folder }) => ({ command: `code-proxy launch --cd ${folder}`, args: [], terminal: 'kitty', problem: null }),
      run: async ({ folder }) => ({ terminal: 'kitty', folder, command: `code-proxy launch --cd ${folder}` }),
      remember: async () => undefined,
      forget: async () => undefined,
    },
    feed: new EventFeed({ instanceId: INSTANCE_ID, clock: new FakeClock() }),
    loginLink: () => 'http://127.0.0.1:9001/login#code',
    shutDown: () => undefined,
    ...changes,
  };
}
