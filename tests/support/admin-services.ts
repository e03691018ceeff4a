/** Admin services with plain answers, for tests of the router and its doors; each test replaces what it is about. */
import { EventFeed } from '../../src-main/admin/event-feed.ts';
import type { AdminServices } from '../../src-main/admin/ports.ts';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { newRuleSchema, type RuleView } from '../../src-shared/schemas/failover-rule.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';
import { APPLIED_CLAUDE, fakeClaudeService, fakeLaunchService } from './claude-double.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeMcpService, fakeMcpTests } from './mcp-double.ts';
import { fakeSkillService } from './skill-double.ts';
import { fakeDoctor, fakeSecretsService, fakeSystemService } from './system-double.ts';
import { fakePricingService, fakeUsageService } from './usage-double.ts';

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
      claude: APPLIED_CLAUDE,
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
    usage: fakeUsageService(),
    pricing: fakePricingService(),
    mcp: fakeMcpService(),
    mcpTests: fakeMcpTests(),
    skills: fakeSkillService(),
    claude: fakeClaudeService(),
    launch: fakeLaunchService(),
    secrets: fakeSecretsService(),
    service: fakeSystemService(),
    doctor: fakeDoctor(),
    settings: {
      get: () => ({ settings: DEFAULT_SETTINGS, needsRestart: [], overridden: [] }),
      change: async () => ({ settings: DEFAULT_SETTINGS, needsRestart: ['proxy.port'], overridden: [] }),
    },
    tokens: {
      list: async () => [{ name: 'ci', createdAtMs: 1, lastUsedAtMs: null, tail: 'abcd' }],
      add: async (name) => ({ name, token: 'cp-new-token' }),
      revoke: async () => undefined,
      current: () => 'cp-current-token',
    },
    feed: new EventFeed({ instanceId: INSTANCE_ID, clock: new FakeClock() }),
    loginLink: () => 'http://127.0.0.1:9001/login#code',
    shutDown: () => undefined,
    ...changes,
  };
}
