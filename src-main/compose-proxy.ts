/** Builds the data path: rests, upstream client, endpoints, listener, and whoever hears of what they do. */
import type { ProxyState } from '../src-shared/schemas/status.ts';
import { EndpointAnnouncer } from './admin/endpoint-announcer.ts';
import { EndpointNotices } from './admin/endpoint-notices.ts';
import { LiveExchanges } from './admin/live-exchanges.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { ClaudeFiles } from './claude-code/claude-files.ts';
import { openAudit } from './compose-audit.ts';
import { openClaudeFiles } from './compose-claude.ts';
import type { CoreData } from './compose-data.ts';
import { type Operations, openOperations } from './compose-operations.ts';
import { type OutboundPath, openOutbound } from './compose-outbound.ts';
import { EndpointRegistry } from './configuration/endpoint-registry.ts';
import type { HostPort } from './configuration/own-address.ts';
import type { CoreContext } from './core-context.ts';
import type { NetworkChange } from './platform/network-watch.ts';
import { protocolAdapter } from './protocols/registry.ts';
import { EndpointSlots } from './proxy/endpoint-slots.ts';
import type { ExchangeObserver } from './proxy/ports.ts';
import { ProxyControl } from './proxy/proxy-control.ts';
import { ProxyServer } from './proxy/proxy-server.ts';
import { Replays } from './proxy/replays.ts';
import { RestKeeper } from './proxy/rest-keeper.ts';
import { RestRegister } from './proxy/rest-register.ts';
import { SessionBindings } from './proxy/session-bindings.ts';
import { testConnection } from './proxy/test-connection.ts';
import { UsageAccounts } from './proxy/usage-accounts.ts';

export interface DataPath {
  readonly endpoints: EndpointRegistry;
  readonly audit: AuditLog;
  readonly replays: Replays;
  readonly live: LiveExchanges;
  readonly control: ProxyControl;
  readonly claude: ClaudeFiles;
  readonly bindings: SessionBindings;
  /** For what else has to be got from outside. */
  readonly outbound: OutboundPath;
  /** Starts the listener, then points Claude Code at it if the settings say so. */
  switchOn(): Promise<ProxyState>;
  /** Puts Claude Code's settings back, then stops the listener. */
  switchOff(): Promise<ProxyState>;
  /** Connections to endpoints that are kept open are not trusted any more; running requests go on. */
  networkChanged(change: NetworkChange | 'resumed'): void;
  /** Calls `listener` when the proxy was started or stopped. */
  onStateChange(listener: () => void): void;
  warnings(): readonly string[];
}

export async function openDataPath(context: CoreContext, data: CoreData): Promise<DataPath> {
  const { clock, logger, feed, undo, instanceId } = context;
  const outbound = await openOutbound(context, data);
  const { upstream } = outbound;
  const rests = new RestRegister({ clock });
  const bindings = new SessionBindings(clock);
  const slots = new EndpointSlots({ clock });
  const live = new LiveExchanges({ publish: (event) => feed.publish(event) });
  const parts: EndpointParts = { rests, outbound, ownAddresses: () => ownAddresses(data, control) };
  const { endpoints, accounts, start: startEndpoints } = openEndpoints(context, data, parts);
  const operations = openOperations(context, { data, endpoints, live, slots });
  const audit = openAudit(context, data, endpoints);
  const observer = observers(data, live, operations);
  const shared = { endpoints, observer, accounting: accounts.account, audit, upstream, protocols: protocolAdapter, slots, clock, instanceId };
  const replays = new Replays({ ...shared, stored: audit });
  undo.defer(() => replays.stop());
  const listeners: (() => void)[] = [];
  const control: ProxyControl = new ProxyControl({
    createListener: () =>
      new ProxyServer({
        ...shared,
        tokens: data.tokens,
        operations: operations.forListener,
        settings: () => data.settings.current().proxy,
        rules: () => data.rules.active(),
        rests,
        bindings,
        logger,
      }),
    address: () => data.settings.current().proxy,
    graceMs: () => data.settings.current().proxy.stopGraceMs,
    logger,
    onChange(state) {
      feed.publish({ type: 'proxy-changed', proxy: state });
      for (const listener of listeners) listener();
    },
  });
  const claude = openClaudeFiles(context, data, control);
  announceEndpoints(context, { endpoints, rests });
  await startEndpoints();
  const learnProxies = () => outbound.learn(endpoints.list().map(({ baseUrl }) => baseUrl));
  endpoints.onChange(() => void learnProxies());
  endpoints.onChange(() => slots.reconsider());
  await learnProxies();
  return {
    endpoints,
    audit,
    replays,
    live,
    control,
    claude,
    bindings,
    outbound,
    networkChanged: outbound.networkChanged,
    ...switches({ context, data, control, endpoints, claude }),
    onStateChange: (listener) => void listeners.push(listener),
    warnings: () => [...outbound.warnings(), ...audit.warnings()],
  };
}

interface EndpointParts {
  readonly rests: RestRegister;
  readonly outbound: OutboundPath;
  readonly ownAddresses: () => readonly HostPort[];
}

/** The endpoints and their rests, which begin with what an earlier run stored of both. */
function openEndpoints(
  { clock, logger, undo }: CoreContext,
  { storage, secrets, defaultModels, prices }: CoreData,
  { rests, outbound, ownAddresses }: EndpointParts,
): { readonly endpoints: EndpointRegistry; readonly accounts: UsageAccounts; readonly start: () => Promise<void> } {
  const keeper = new RestKeeper({ register: rests, store: storage.rests, clock, logger });
  const accounts: UsageAccounts = new UsageAccounts({
    costOf: ({ costMultiplier }, model, usage) => prices.costOf(model, costMultiplier, usage),
    revisionOf: (id) => endpoints.revisionOf(id),
  });
  const endpoints = new EndpointRegistry({
    store: storage.endpoints,
    sealer: secrets,
    clock,
    logger,
    ownAddresses,
    stateOf: (id) => ({ ...rests.stateOf(id), usageProposal: accounts.proposalOf(id) }),
    rest(id, revision, forMs) {
      rests.restByHand(id, revision, forMs);
      return keeper.settled();
    },
    restore(id) {
      rests.restore(id);
      return keeper.settled();
    },
    async testConnection(endpoint, model) {
      // A draft leads to a place that nobody has asked for yet.
      await outbound.learn([endpoint.baseUrl]);
      return testConnection({ endpoint, model, upstream: outbound.upstream, clock, defaultModels, protocols: protocolAdapter });
    },
    defaultModels: () => defaultModels,
  });
  return {
    endpoints,
    accounts,
    async start() {
      await endpoints.start();
      undo.defer(() => endpoints.stop());
      await keeper.start((id) => endpoints.revisionOf(id));
      undo.defer(() => keeper.stop());
    },
  };
}

function observers(data: CoreData, live: LiveExchanges, operations: Operations): ExchangeObserver {
  const { recorder } = data.storage;
  return {
    started(exchange) {
      recorder.started(exchange);
      live.started(exchange);
    },
    attempted(exchangeId, attempt) {
      recorder.attempted(exchangeId, attempt);
      live.attempted(exchangeId, attempt);
      operations.attempted(exchangeId, attempt);
    },
    progressed: (exchangeId, responseBytes, outputTokens) => live.progressed(exchangeId, responseBytes, outputTokens),
    finished(exchange, attempts) {
      recorder.finished(exchange, attempts);
      live.finished(exchange);
      operations.finished(exchange, attempts);
    },
  };
}

/** Changes of endpoints and of their rests reach the feed, and people when it matters. */
function announceEndpoints(
  { clock, feed, undo, options }: CoreContext,
  { endpoints, rests }: { readonly endpoints: EndpointRegistry; readonly rests: RestRegister },
): void {
  const notices = new EndpointNotices({
    nowMs: () => clock.nowMs(),
    tell(notice) {
      feed.publish(notice);
      options.notify(notice);
    },
  });
  const announcer = new EndpointAnnouncer({
    clock,
    list: () => endpoints.list(),
    publish: (event) => feed.publish(event),
    observe: (list) => notices.observe(list),
  });
  undo.defer(() => announcer.stop());
  rests.onChange(() => announcer.changed());
  endpoints.onChange(({ kind, id }) => {
    if (kind === 'removed' && id !== null) rests.forget(id);
    const revision = kind === 'edited' && id !== null ? endpoints.revisionOf(id) : null;
    if (id !== null && revision !== null) rests.edited(id, revision);
    announcer.now();
  });
}

function ownAddresses(data: CoreData, control: ProxyControl): readonly HostPort[] {
  const { proxy, admin } = data.settings.current();
  const bound = control.bound();
  return [bound ?? { host: proxy.host, port: proxy.port }, { host: '127.0.0.1', port: admin.port }];
}

/** Claude Code is pointed at the proxy only while the proxy listens. */
function switches(parts: {
  readonly context: CoreContext;
  readonly data: CoreData;
  readonly control: ProxyControl;
  readonly endpoints: EndpointRegistry;
  readonly claude: ClaudeFiles;
}): Pick<DataPath, 'switchOn' | 'switchOff'> {
  const { context, data, control, endpoints, claude } = parts;
  const { logger, options } = context;
  const isManaged = () => options.overrides.writeClaudeSettings !== false && !options.isDemo && data.settings.current().claude.applyOnStart;
  return {
    async switchOn() {
      const state = await control.start();
      if (state.kind !== 'running') return state;
      data.settings.noteStarted('proxy');
      const ownAddresses = endpoints.checkOwnAddresses();
      if (ownAddresses.length > 0) logger.warn('endpoints that lead back to this proxy are not used', { endpoints: ownAddresses });
      // A settings file that cannot be edited must not keep the proxy from serving other clients; the state says why.
      if (isManaged()) await claude.applyAll((error) => logger.warn("Claude Code's settings were not changed", { error }));
      return state;
    },
    async switchOff() {
      await claude.restoreAll((error) => logger.error("Claude Code's settings could not be put back", { error }));
      return control.stop();
    },
  };
}
